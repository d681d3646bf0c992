"""What waits for somebody: how urgent it is, how old, and what the hour asks of whoever teaches a session."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum


class Urgency(IntEnum):
    """Others stand still until it is done; it should be done today; it can wait for a quiet hour."""

    NOW = 1
    TODAY = 2
    CALM = 3


@dataclass(frozen=True)
class Waiting:
    """``count`` rows wait; ``moment`` is the day since which the oldest does, or (``due``) the day by which the first must be
    done; ``days`` from then to today, or from today to then."""

    count: int
    moment: date | None
    days: int | None
    due: bool = False


def waiting(*, count, moment, today, due=False):
    """Return the :class:`Waiting`; nothing that waits is from the future, nothing that is due lies in the past."""
    if moment is None:
        return Waiting(count, None, None, due)
    days = (moment - today).days if due else (today - moment).days
    return Waiting(count, moment, max(days, 0), due)


def place_of(urgency, found):
    """Return what to sort by: the most urgent first, among equals what is due first, then what has waited longest."""
    days = found.days if found.days is not None else 0
    return (urgency, not found.due, days if found.due else -days)


class Step(StrEnum):
    """What the hour asks of whoever teaches a session."""

    WAIT = "wait"
    CODE = "code"
    MARK = "mark"
    CLOSE = "close"
    DONE = "done"


def step_at(*, starts_at: datetime, ends_at: datetime, closed: bool, opens_before: int, late_after: int, now: datetime):
    """Return the :class:`Step`: show the code from the opening of check-in until who comes is late, then take attendance,
    and close when the session is over. ``opens_before`` and ``late_after`` are minutes (``rules.policy.Policy``)."""
    if closed:
        return Step.DONE
    if now < starts_at - timedelta(minutes=opens_before):
        return Step.WAIT
    if now < min(starts_at + timedelta(minutes=late_after), ends_at):
        return Step.CODE
    return Step.MARK if now < ends_at else Step.CLOSE
