"""How meetings lie beside each other on a board of hours: rows are quarters of an hour, lanes are side by side."""

from dataclasses import dataclass
from typing import Any

QUARTERS = 4
USUAL = (8, 18)  # the hours shown when nothing lies outside them
# A board's day has twelve columns, so that two, three, four and six meetings share it evenly.
COLUMNS = 12
MOST_LANES = 6


@dataclass(frozen=True)
class Block:
    """``row`` counts quarters from the board's first hour, from 1 on; ``rows`` is its length; ``lane`` of ``lanes`` from 1 on."""

    item: Any
    row: int
    rows: int
    lane: int
    lanes: int


def hours_of(spans):
    """Return the first hour shown and the one after the last; ``spans`` are pairs of local datetimes of one day each."""
    first = min((start.hour for start, _ in spans), default=USUAL[0])
    last = max((_end_hour(start, end) for start, end in spans), default=USUAL[1])
    return min(first, USUAL[0]), max(last, USUAL[1])


def _end_hour(start, end):
    if end.date() > start.date():
        return 24
    return end.hour + (1 if end.minute else 0)


def blocks_of(items, span_of, first_hour):
    """Return a :class:`Block` for each item of one day, in order of time; ``span_of(item)`` gives its local start and end.

    Meetings that overlap, one with the next, form a bunch and share the width; others have all of it.
    """
    blocks, bunch, until = [], [], None
    for item in sorted(items, key=span_of):
        start, end = span_of(item)
        if until is not None and start >= until:
            blocks += _laid(bunch, span_of, first_hour)
            bunch, until = [], None
        bunch.append(item)
        until = end if until is None else max(until, end)
    return blocks + _laid(bunch, span_of, first_hour)


def _laid(bunch, span_of, first_hour):
    ends, lanes = [], []
    for item in bunch:
        start, end = span_of(item)
        lane = next((n for n, taken in enumerate(ends) if taken <= start), len(ends))
        if lane == len(ends):
            ends.append(end)
        else:
            ends[lane] = end
        lanes.append(lane)
    width = _even(len(ends))
    return [_block(item, *span_of(item), lane + 1, width, first_hour) for item, lane in zip(bunch, lanes, strict=True)]


def _even(lanes):
    """Return the least number of lanes, from ``lanes`` on, that shares twelve columns evenly; more than six stay as they are."""
    return next((n for n in range(max(lanes, 1), MOST_LANES + 1) if COLUMNS % n == 0), lanes)


def _block(item, start, end, lane, lanes, first_hour):
    begin = (start.hour - first_hour) * QUARTERS + start.minute // 15
    length = end - start.replace(minute=start.minute // 15 * 15, second=0, microsecond=0)
    return Block(item, begin + 1, max(-(-int(length.total_seconds()) // 900), 1), lane, lanes)
