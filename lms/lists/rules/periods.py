"""When a report is due."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

WEEK, MONTH = "week", "month"


@dataclass(frozen=True)
class Rhythm:
    """``every`` week on ``weekday`` (Monday is 0) or every month on ``day``, at ``hour``; ``until`` is the last day."""

    every: str
    weekday: int | None
    day: int | None
    hour: int
    until: date | None = None


def latest(rhythm, now):
    """Return the last moment at or before ``now`` (local, as everything here) at which the report was to be made."""
    at = time(rhythm.hour)
    if rhythm.every == WEEK:
        day = now.date() - timedelta(days=(now.weekday() - rhythm.weekday) % 7)
        moment = datetime.combine(day, at)
        return moment if moment <= now else moment - timedelta(days=7)
    moment = datetime.combine(_in_month(now.year, now.month, rhythm.day), at)
    if moment > now:
        before = now.date().replace(day=1) - timedelta(days=1)
        moment = datetime.combine(_in_month(before.year, before.month, rhythm.day), at)
    return moment


def due(rhythm, since, now):
    """Return the day for which the report is to be made now, or None. What was missed before is not made up for.

    Nothing is due for a moment before ``since`` or after the last day.
    """
    moment = latest(rhythm, now)
    if moment < since or (rhythm.until and moment.date() > rhythm.until):
        return None
    return moment.date()


def following(rhythm, now):
    """Return the next moment after ``now``, or None where the last day comes before it."""
    if rhythm.every == WEEK:
        moment = latest(rhythm, now) + timedelta(days=7)
    else:
        moment = datetime.combine(_in_month(now.year, now.month, rhythm.day), time(rhythm.hour))
        if moment <= now:
            after = now.date().replace(day=28) + timedelta(days=4)
            moment = datetime.combine(_in_month(after.year, after.month, rhythm.day), time(rhythm.hour))
    return None if rhythm.until and moment.date() > rhythm.until else moment


def is_over(rhythm, now):
    """Tell whether the last day has passed."""
    return rhythm.until is not None and now.date() > rhythm.until


def _in_month(year, month, day):
    return date(year, month, min(day, monthrange(year, month)[1]))
