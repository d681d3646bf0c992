"""When someone is reminded of a meeting: a day before, and an hour before. Who asked for neither is left in peace."""

from datetime import timedelta
from enum import StrEnum

A_DAY = timedelta(hours=24)
NOT_AFTER = timedelta(hours=3)  # "a day before" said later than that is the hour's business
AN_HOUR = timedelta(hours=1)


class Reminder(StrEnum):
    DAY = "day"
    HOUR = "hour"


def due(starts_at, now):
    """Return which reminder of a meeting is due at ``now``, or None.

    One that could not be given at its time is given later as long as it is still of use: a day's until three hours before.
    """
    left = starts_at - now
    if timedelta(0) < left <= AN_HOUR:
        return Reminder.HOUR
    return Reminder.DAY if NOT_AFTER < left <= A_DAY else None


def source(reminder, *, meeting, starts_at, person):
    """Return what names this reminder for ever: told once, and once more only when the meeting was moved to another time."""
    return f"reminder:{reminder}:{meeting}:{int(starts_at.timestamp())}:{person}"
