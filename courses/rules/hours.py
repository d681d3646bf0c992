"""How observed minutes become learning hours: one rule a kind, as data, and the reasons beside every figure.

A place's rules are :class:`HourRules`; ``hour_data`` reads and writes them as JSON, ``hour_presets`` holds those of public
schemes, ``hour_year`` adds a year up. What is credited is held in credited minutes, 45 to a learning hour, so that a quarter
and a hundredth of an hour are exact to the second decimal.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

HOUR = 45  # credited minutes of a learning hour
CLOCK, DAYS, BANDS, NOTHING = "clock", "days", "bands", "nothing"
WAYS = (CLOCK, DAYS, BANDS, NOTHING)
REQUIRED, EARNED = "required", "earned"  # what a share is a share of
KINDS = (
    "lecture", "breakout", "field", "discussion", "study", "online", "micro", "exam", "teaching", "make_up", "recognised",
)
ZERO = Decimal(0)


@dataclass(frozen=True)
class Band:
    """From ``from_minutes`` observed on, up to the next band, ``hours`` are credited."""

    from_minutes: int
    hours: Decimal


@dataclass(frozen=True)
class Counting:
    """How one kind counts.

    ``clock``: ``unit`` observed minutes make an hour, rounded down to whole ``step`` hours (0: by the minute). ``days``: from
    ``full_from`` minutes on a full day's hours, from ``half_from`` on a half day's, below by the clock; a day never makes
    more than a full day's. ``bands``: see :class:`Band`. ``nothing``: it is written down and not credited. The hours are
    then taken ``times``. With ``complete_only`` nothing is credited until all of it was learned.
    """

    way: str = CLOCK
    unit: int = HOUR
    step: Decimal = ZERO
    half_from: int = 0
    half_day: Decimal = ZERO
    full_from: int = 0
    full_day: Decimal = ZERO
    bands: tuple[Band, ...] = ()
    times: Decimal = Decimal(1)
    complete_only: bool = False


@dataclass(frozen=True)
class Cap:
    """Of ``kinds`` together at most ``hours`` a year, or ``percent`` of what is required or of all that is earned."""

    kinds: tuple[str, ...]
    hours: Decimal | None = None
    percent: int | None = None
    of: str = REQUIRED


@dataclass(frozen=True)
class Floor:
    """Of ``kinds`` together at least ``hours`` a year."""

    kinds: tuple[str, ...]
    hours: Decimal


@dataclass(frozen=True)
class HourRules:
    """All rules of a place. Kinds that ``countings`` does not name count as ``other``.

    ``once`` are the kinds in which the same lesson is credited once a year; ``carry`` the hours beyond what is required that
    may go to the next year (None: they lapse); ``split`` divides what was learned over the turn of a year by its days, else
    it counts in the year in which it ended.
    """

    countings: dict[str, Counting] = field(default_factory=dict)
    other: Counting = Counting()
    once: tuple[str, ...] = ()
    caps: tuple[Cap, ...] = ()
    floors: tuple[Floor, ...] = ()
    carry: Decimal | None = None
    split: bool = True

    def counting(self, kind):
        return self.countings.get(kind, self.other)


PLAIN = HourRules()  # where nobody made rules: minute by minute, forty-five an hour


@dataclass(frozen=True)
class Step:
    """One step of a credit: ``code`` names the sentence, ``params`` what it mentions."""

    code: str
    params: tuple = ()

    @property
    def values(self):
        return dict(self.params)


@dataclass(frozen=True)
class Credited:
    """``minutes`` credited (45 an hour) and the steps that led there, in order."""

    minutes: Decimal
    steps: tuple[Step, ...]

    @property
    def hours(self):
        return self.minutes / HOUR


def credit(*, kind, observed, rules, progress=100):
    """Credit ``observed`` minutes (0 or more) of ``kind``; ``progress`` is how much of it was learned, in percent.

    Whatever cannot be divided into hundredths of a minute is rounded down.
    """
    counting = rules.counting(kind)
    if counting.complete_only and progress < 100:
        return Credited(ZERO, (_step("incomplete", progress=progress),))
    hours, step = _WAY[counting.way](observed, counting)
    hours, steps = Fraction(hours), [step]
    if counting.times != 1 and hours:
        hours *= Fraction(counting.times)
        steps.append(_step("times", times=counting.times))
    minutes = hours * HOUR
    return Credited(Decimal(int(minutes * 100)) / 100, tuple(steps))


def _step(code, **params):
    return Step(code, tuple(params.items()))


def _by_clock(observed, counting):
    hours = Fraction(observed, counting.unit)
    if counting.step:
        hours = hours // Fraction(counting.step) * Fraction(counting.step)
        return hours, _step("steps", unit=counting.unit, step=counting.step)
    return hours, _step("clock", unit=counting.unit)


def _by_day(observed, counting):
    if counting.full_from and observed >= counting.full_from:
        return counting.full_day, _step("full_day", from_minutes=counting.full_from, hours=counting.full_day)
    if observed >= counting.half_from:
        return counting.half_day, _step("half_day", from_minutes=counting.half_from, hours=counting.half_day)
    hours, step = _by_clock(observed, counting)
    return min(hours, Fraction(counting.half_day)), step


def _by_band(observed, counting):
    for band in sorted(counting.bands, key=lambda band: -band.from_minutes):
        if observed >= band.from_minutes:
            return band.hours, _step("band", from_minutes=band.from_minutes, hours=band.hours)
    return ZERO, _step("below_bands", from_minutes=min((band.from_minutes for band in counting.bands), default=0))


_WAY = {
    CLOCK: _by_clock, DAYS: _by_day, BANDS: _by_band, NOTHING: lambda observed, counting: (ZERO, _step("nothing")),
}


def split_years(first, last, minutes, *, split=True):
    """Divide ``minutes`` learned from ``first`` to ``last`` (dates) by year: ``[(day, minutes)]``, the days within.

    Each year gets its share by days, rounded down, the last one the rest; ``day`` is the last day within that year.
    """
    if not split or first.year == last.year:
        return [(last, minutes)]
    days, left, parts = (last - first).days + 1, minutes, []
    for year in range(first.year, last.year):
        end = date(year, 12, 31)
        part = minutes * ((end - max(first, date(year, 1, 1))).days + 1) // days
        parts.append((end, part))
        left -= part
    return [*parts, (last, left)]


def subject_of(title):
    """Return the name under which the same lesson is known again, whatever its spaces and the width of its letters."""
    return "".join(title.split()).casefold()[:120]
