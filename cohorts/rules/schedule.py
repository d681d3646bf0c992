"""Where a cohort stands between its first day and its last."""

from enum import StrEnum


class Phase(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"
    CLOSED = "closed"
    CANCELLED = "cancelled"


def phase_of(window, *, now):
    """Return the phase of ``window``, a thing with ``starts_on``, ``ends_on``, ``closed_at`` and ``cancelled_at``.

    ``now`` is a datetime in the district's own time: both days count whole. What was decided (closed, cancelled) stands
    above what the calendar says.
    """
    if window.cancelled_at is not None:
        return Phase.CANCELLED
    if window.closed_at is not None:
        return Phase.CLOSED
    today = now.date()
    if today < window.starts_on:
        return Phase.PLANNED
    return Phase.RUNNING if today <= window.ends_on else Phase.ENDED
