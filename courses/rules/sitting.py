"""Whether a person may begin an attempt now, how long they have, and on which device they go on."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Sitting:
    """What is known of a person and an exam; ``attempts_used`` counts the attempts handed in."""

    is_open: bool
    has_paper: bool
    is_candidate: bool
    open_to_all: bool
    attempts_used: int
    attempts_allowed: int
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    in_room: bool = True


def refusal(sitting, *, now):
    """Return why an attempt cannot begin, or ``""``.

    ``not_candidate``, ``closed``, ``too_early``, ``over``, ``no_paper``, ``no_attempts``, ``room_code``.
    """
    if not (sitting.is_candidate or sitting.open_to_all):
        return "not_candidate"
    if not sitting.is_open:
        return "closed"
    if sitting.opens_at and now < sitting.opens_at:
        return "too_early"
    if sitting.closes_at and now >= sitting.closes_at:
        return "over"
    if not sitting.has_paper:
        return "no_paper"
    if sitting.attempts_used >= sitting.attempts_allowed:
        return "no_attempts"
    return "" if sitting.in_room else "room_code"


def deadline(*, now, minutes, extra_minutes, closes_at):
    """Return when an attempt that begins now is over: by its time, or by the end of the exam; extra minutes add to both."""
    extra = timedelta(minutes=extra_minutes)
    own = now + timedelta(minutes=minutes) + extra
    return min(own, closes_at + extra) if closes_at else own


def device_state(*, bound, device, one_device):
    """Tell how a device stands to an attempt: ``same``, ``free`` (it may go on, and is bound) or ``other`` (refused)."""
    if bound == device:
        return "same"
    return "free" if not bound or not one_device else "other"
