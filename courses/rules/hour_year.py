"""A year of hours, added up by a place's rules: what counts, what does not and why, what goes to the next year.

What a line is credited stands on the line and depends on nothing else. What depends on the other lines of the year - the same
lesson twice, more than a day holds, the limits of a kind, carrying over - is decided here, each time the year is added up.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from .hours import DAYS, HOUR, REQUIRED, ZERO

REPEAT, DAY, CAP = "repeat", "day", "cap"
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that stands in the ledger; ``minutes`` are credited ones, 45 an hour."""

    id: int
    day: date
    kind: str
    minutes: Decimal
    subject: str = ""


@dataclass(frozen=True)
class Cut:
    """``minutes`` of the line ``line`` do not count: ``repeat`` of ``other``, more than a ``day``'s, or over a ``cap``.

    ``limit`` are the hours allowed; ``kinds`` those of the cap.
    """

    line: int
    code: str
    minutes: Decimal
    limit: Decimal = ZERO
    other: int | None = None
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Annual:
    """A year. ``earned`` is the sum of the lines by kind, ``by_line`` and ``by_kind`` what is left of them.

    ``brought`` came from the year before and counts first; ``carried`` goes to the next year, ``lapsed`` is lost: it lies
    beyond what is required and counts for this year alone. ``short`` are the floors that are not reached, with what is
    missing. Everything is in credited minutes.
    """

    earned_by_kind: dict
    by_line: dict
    by_kind: dict
    cuts: tuple[Cut, ...]
    brought: Decimal = ZERO
    carried: Decimal = ZERO
    lapsed: Decimal = ZERO
    short: tuple = ()

    @property
    def earned(self):
        return sum(self.earned_by_kind.values(), ZERO)

    @property
    def counted(self):
        """What the year's own lines make."""
        return sum(self.by_kind.values(), ZERO)

    @property
    def credited(self):
        """What the year counts altogether: brought over and earned."""
        return self.brought + self.counted

    @property
    def gross(self):
        """What there was to count: brought over and earned, before anything was left out."""
        return self.brought + self.earned


def annual(lines, rules, *, required=ZERO, brought=ZERO):
    """Add the standing ``lines`` of one person and year up by ``rules``; ``required`` and ``brought`` in credited minutes.

    In this order: the same lesson once a year, the most of a day, the limits of kinds one after the other; of two lines the
    later one is cut. What was brought over is used first, and cannot be carried on once more.
    """
    lines = sorted(lines, key=lambda line: (line.day, line.id))
    left = {line.id: Decimal(line.minutes) for line in lines}
    cuts = [*_repeats(lines, left, rules), *_days(lines, left, rules)]
    for cap in rules.caps:
        cuts += _capped(lines, left, cap, Decimal(required))
    earned, by_kind = defaultdict(lambda: ZERO), defaultdict(lambda: ZERO)
    for line in lines:
        earned[line.kind] += line.minutes
        by_kind[line.kind] += left[line.id]
    surplus = max(ZERO, sum(by_kind.values(), ZERO) - max(ZERO, required - brought)) if required else ZERO
    carried = min(surplus, rules.carry * HOUR) if rules.carry is not None else ZERO
    short = tuple(
        (floor, missing) for floor in rules.floors
        if (missing := floor.hours * HOUR - sum((by_kind.get(kind, ZERO) for kind in floor.kinds), ZERO)) > 0
    )
    return Annual(dict(earned), left, dict(by_kind), tuple(cuts), Decimal(brought), carried, surplus - carried, short)


def _repeats(lines, left, rules):
    if not rules.once:
        return
    first = {}
    for line in lines:
        if line.kind not in rules.once or not line.subject or not left[line.id]:
            continue
        if line.subject in first:
            yield _cut(left, line, left[line.id], REPEAT, other=first[line.subject])
        else:
            first[line.subject] = line.id


def _days(lines, left, rules):
    days = defaultdict(list)
    for line in lines:
        counting = rules.counting(line.kind)
        if counting.way == DAYS:
            days[line.day].append((line, counting.full_day * counting.times))
    for group in days.values():
        if len(group) < 2:
            continue
        limit = max(hours for _, hours in group)
        room = limit * HOUR
        for line, _ in group:
            over = left[line.id] - room
            if over > 0:
                yield _cut(left, line, over, DAY, limit)
            room = max(ZERO, room - left[line.id])


def _capped(lines, left, cap, required):
    limit = _limit(lines, left, cap, required)
    if limit is None:
        return
    room = limit
    for line in lines:
        if line.kind not in cap.kinds or not left[line.id]:
            continue
        over = left[line.id] - room
        if over > 0:
            yield _cut(left, line, over, CAP, (limit / HOUR).quantize(_CENT, ROUND_DOWN), kinds=cap.kinds)
        room = max(ZERO, room - left[line.id])


def _limit(lines, left, cap, required):
    """The most credited minutes of a cap; None where there is nothing to take a share of.

    A share of all that is earned is a share of the total with these kinds in it: n percent of the whole is
    n / (100 - n) of the rest.
    """
    if cap.hours is not None:
        return cap.hours * HOUR
    if cap.of == REQUIRED:
        return (required * cap.percent / 100).quantize(_CENT, ROUND_DOWN) if required else None
    if cap.percent == 100:
        return None
    rest = sum((left[line.id] for line in lines if line.kind not in cap.kinds), ZERO)
    return (rest * cap.percent / (100 - cap.percent)).quantize(_CENT, ROUND_DOWN)


def _cut(left, line, minutes, code, limit=ZERO, **more):
    left[line.id] -= minutes
    return Cut(line.id, code, minutes, limit, **more)


def carried_into(year, lines, rules_of, required_of):
    """Return the credited minutes that come into ``year`` from the years before, back to the first that carries nothing.

    ``lines`` are those of the years before ``year``; ``rules_of(year)`` and ``required_of(year)`` answer for each.
    """
    years = sorted({line.day.year for line in lines if line.day.year < year})
    if not years or rules_of(year - 1).carry is None:
        return ZERO
    first = year - 1
    while first - 1 >= years[0] and rules_of(first - 1).carry is not None:
        first -= 1
    brought = ZERO
    for one in range(first, year):
        own = [line for line in lines if line.day.year == one]
        brought = annual(own, rules_of(one), required=required_of(one), brought=brought).carried
    return brought
