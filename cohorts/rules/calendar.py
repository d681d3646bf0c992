"""What kind of day it is, on which days a meeting repeats, and where the nearest free time lies."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class DayKind(StrEnum):
    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"  # a Saturday or Sunday on which people work, for a day off elsewhere
    UNKNOWN = "unknown"  # the year's holidays are not known yet


@dataclass(frozen=True)
class Day:
    """``name`` is the holiday's, or that of the holiday for which a make-up workday is worked."""

    date: date
    kind: DayKind
    name: str = ""


MOST = 60  # meetings planned at once: more is a slip of the pen


@dataclass(frozen=True)
class Repeat:
    """Every ``every`` days from the first day on, until ``until`` (included) or ``count`` times, whichever is given."""

    every: int
    until: date | None = None
    count: int | None = None
    skip_free: bool = True


@dataclass(frozen=True)
class Dates:
    """``dates`` to meet on; ``skipped`` are those left out because people are off work."""

    dates: tuple[date, ...]
    skipped: tuple[date, ...] = ()


def dates_of(first, repeat, *, is_free):
    """Return the :class:`Dates` of a meeting that repeats; ``is_free(date)`` tells the days off work.

    A count counts the meetings held, so that a skipped day moves the end back. The first day is always held.
    """
    dates, skipped, day = [first], [], first
    most = min(repeat.count or MOST, MOST)
    while len(dates) < most and len(skipped) < MOST:
        day += timedelta(days=repeat.every)
        if repeat.until is not None and day > repeat.until:
            break
        (skipped if repeat.skip_free and is_free(day) else dates).append(day)
    last = dates[-1] if repeat.until is None else day
    return Dates(tuple(dates), tuple(day for day in skipped if day <= last))


@dataclass(frozen=True)
class Span:
    starts_at: datetime
    ends_at: datetime


def nearest_free(wanted, windows, busy, *, most=3, step=timedelta(minutes=15)):
    """Return up to ``most`` free times as long as ``wanted`` (a :class:`Span`), the nearest to it first, at most one a window:
    that nearest to the wanted hour of the day.

    ``windows`` are the spans in which one may meet (a day each), ``busy`` the spans taken, in any order and overlapping as
    they may. A time is free when it lies in a window and touches no busy moment.
    """
    length = wanted.ends_at - wanted.starts_at
    taken = merged(busy)
    found = []
    for window in windows:
        hour = datetime.combine(window.starts_at.date(), wanted.starts_at.timetz())
        starts = [
            start for gap in _gaps(window, taken) if (start := _nearest_start(gap, hour, length, step)) is not None
        ]
        if starts:
            found.append(min(starts, key=lambda start: (abs(start - hour), start)))
    found.sort(key=lambda start: (abs(start - wanted.starts_at), start))
    return [Span(start, start + length) for start in found[:most]]


def merged(spans):
    """Return the union of the spans as disjoint spans in order."""
    union = []
    for span in sorted(spans, key=lambda span: span.starts_at):
        if union and span.starts_at <= union[-1].ends_at:
            union[-1] = Span(union[-1].starts_at, max(union[-1].ends_at, span.ends_at))
        else:
            union.append(span)
    return union


def _gaps(window, taken):
    at = window.starts_at
    for span in taken:
        if span.ends_at <= at:
            continue
        if span.starts_at >= window.ends_at:
            break
        if span.starts_at > at:
            yield Span(at, span.starts_at)
        at = span.ends_at
    if at < window.ends_at:
        yield Span(at, window.ends_at)


def _nearest_start(gap, wanted, length, step):
    """Return the start nearest to ``wanted`` in the gap, on a whole step where there is room, or None."""
    latest = gap.ends_at - length
    if latest < gap.starts_at:
        return None
    if wanted <= gap.starts_at:
        start = _up(gap.starts_at, step)
        return start if start <= latest else gap.starts_at
    if wanted >= latest:
        start = _up(latest, step) - step if latest != _up(latest, step) else latest
        return start if start >= gap.starts_at else latest
    return wanted


def _up(moment, step):
    """Return the next whole step of the day's clock, or the moment itself when it is on one."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + -(-(moment - midnight) // step) * step
