"""What stands in the way of a meeting: the room, the trainer, the cohort itself, the seats.

Two cohorts are never judged by their days, only meeting by meeting: a cohort of three months leaves the room free on
every day on which it does not meet.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Severity(StrEnum):
    BLOCK = "block"
    WARN = "warn"


class Reason(StrEnum):
    VENUE_TAKEN = "venue_taken"
    VENUE_CLOSED = "venue_closed"
    VENUE_FULL = "venue_full"
    VENUE_SMALL = "venue_small"
    TRAINER_BUSY = "trainer_busy"
    COHORT_BUSY = "cohort_busy"
    PEOPLE_BUSY = "people_busy"
    OUTSIDE_DAYS = "outside_days"


@dataclass(frozen=True)
class Room:
    """``shared`` is true of an open site, which takes several groups at once as long as there is space."""

    pk: int
    capacity: int
    shared: bool = False
    closed_on: date | None = None


@dataclass(frozen=True)
class Meeting:
    """``seats`` is how many people are to sit there; ``split`` tells that only part of the cohort meets (a breakout)."""

    starts_at: datetime
    ends_at: datetime
    cohort: int
    pk: int | None = None
    title: str = ""
    venue: int | None = None
    trainer: int | None = None
    seats: int = 0
    split: bool = False

    def overlaps(self, other):
        """Tell whether both are on at some moment; one that begins when the other ends does not overlap it."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True)
class Clash:
    """``other`` is the meeting in the way, if one is; ``need`` and ``have`` are people and places, where they matter."""

    reason: Reason
    severity: Severity
    other: Meeting | None = None
    need: int = 0
    have: int = 0


def clashes_of(meeting, *, others, room=None, quota=0, days=None, shared_people=None):
    """Return every clash of ``meeting``, what blocks it first.

    ``others`` are meetings near it in time (itself left out by ``pk``); ``room`` is its venue; ``quota`` the places of its
    cohort; ``days`` the cohort's first and last day with the meeting's own day, as three dates; ``shared_people`` maps
    another cohort to the number of people who are enrolled in both.
    """
    at_once = [other for other in others if other.pk != meeting.pk and meeting.overlaps(other)]
    found = [
        *_room_clashes(meeting, at_once, room, quota),
        *_trainer_clashes(meeting, at_once),
        *_cohort_clashes(meeting, at_once, shared_people or {}),
    ]
    if days is not None:
        first, last, day = days
        if not first <= day <= last:
            found.append(Clash(Reason.OUTSIDE_DAYS, Severity.WARN))
    return sorted(found, key=lambda clash: clash.severity != Severity.BLOCK)


def blocking(clashes):
    return [clash for clash in clashes if clash.severity == Severity.BLOCK]


def _room_clashes(meeting, at_once, room, quota):
    if room is None:
        return
    if room.closed_on is not None and meeting.ends_at.date() >= room.closed_on:
        yield Clash(Reason.VENUE_CLOSED, Severity.BLOCK)
    beside = [other for other in at_once if other.venue == room.pk]
    if not room.shared:
        for other in beside:
            yield Clash(Reason.VENUE_TAKEN, Severity.BLOCK, other)
    elif beside:
        need = meeting.seats + sum(other.seats for other in beside)
        if need > room.capacity:
            yield Clash(Reason.VENUE_FULL, Severity.BLOCK, beside[0], need, room.capacity)
    if meeting.split:
        return  # a breakout takes part of the cohort: how large a part is not known here
    if meeting.seats > room.capacity:
        yield Clash(Reason.VENUE_SMALL, Severity.BLOCK, None, meeting.seats, room.capacity)
    elif quota > room.capacity:
        yield Clash(Reason.VENUE_SMALL, Severity.WARN, None, quota, room.capacity)


def _trainer_clashes(meeting, at_once):
    if meeting.trainer is None:
        return
    for other in at_once:
        if other.trainer == meeting.trainer:
            yield Clash(Reason.TRAINER_BUSY, Severity.BLOCK, other)


def _cohort_clashes(meeting, at_once, shared_people):
    for other in at_once:
        if other.cohort == meeting.cohort:
            apart = meeting.split and other.split
            yield Clash(Reason.COHORT_BUSY, Severity.WARN if apart else Severity.BLOCK, other)
        elif shared_people.get(other.cohort):
            yield Clash(Reason.PEOPLE_BUSY, Severity.WARN, other, shared_people[other.cohort])
