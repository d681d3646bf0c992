"""What stands in the way of a meeting: the room, the trainer, the cohort, its people, the day.

Two cohorts are never judged by their days, only meeting by meeting: a cohort of three months leaves the room free on
every day on which it does not meet.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from .calendar import Day, DayKind, Span


class Severity(StrEnum):
    """A block refuses the meeting, a warning is to be looked at, a note only said."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


class Reason(StrEnum):
    VENUE_TAKEN = "venue_taken"
    VENUE_CLOSED = "venue_closed"
    VENUE_SHUT = "venue_shut"
    VENUE_FULL = "venue_full"
    VENUE_SMALL = "venue_small"
    TRAINER_BUSY = "trainer_busy"
    TRAINER_AWAY = "trainer_away"
    TRAINER_LOAD = "trainer_load"
    COHORT_BUSY = "cohort_busy"
    GROUP_BUSY = "group_busy"
    PEOPLE_BUSY = "people_busy"
    OUTSIDE_DAYS = "outside_days"
    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    MAKE_UP_DAY = "make_up_day"
    YEAR_UNKNOWN = "year_unknown"


# What another venue, and what another trainer would mend; another time mends everything but a room that is too small.
OF_VENUE = frozenset({Reason.VENUE_TAKEN, Reason.VENUE_CLOSED, Reason.VENUE_SHUT, Reason.VENUE_FULL, Reason.VENUE_SMALL})
OF_TRAINER = frozenset({Reason.TRAINER_BUSY, Reason.TRAINER_AWAY, Reason.TRAINER_LOAD})
OF_TIME = frozenset(Reason) - {Reason.VENUE_SMALL, Reason.YEAR_UNKNOWN, Reason.WEEKEND, Reason.MAKE_UP_DAY}


@dataclass(frozen=True)
class Room:
    """``shared`` is true of an open site, which takes several groups at once as long as there is space.

    ``opening`` maps a weekday (0 is Monday) to the times between which it is open; a missing weekday is closed, and an
    empty mapping says nothing of times.
    """

    pk: int
    capacity: int
    shared: bool = False
    closed_on: date | None = None
    opening: dict = field(default_factory=dict)

    def is_open(self, starts_at, ends_at):
        """Tell whether it is open from one moment to the other, both in the district's own time."""
        if not self.opening:
            return True
        hours = self.opening.get(starts_at.weekday())
        return bool(hours) and starts_at.date() == ends_at.date() and hours[0] <= starts_at.time() and ends_at.time() <= hours[1]


def opening_of(kept):
    """Return the opening times of a room from what its row keeps (``{"0": ["09:00", "17:00"]}``)."""
    return {int(day): tuple(time.fromisoformat(text) for text in hours) for day, hours in (kept or {}).items() if hours}


@dataclass(frozen=True)
class Meeting:
    """``seats`` is how many people are to sit there; ``split`` tells that only part of the cohort meets (a breakout).

    ``group`` is set when one group of the cohort meets. Moments are in the district's own time.
    """

    starts_at: datetime
    ends_at: datetime
    cohort: int
    pk: int | None = None
    title: str = ""
    venue: int | None = None
    trainer: int | None = None
    seats: int = 0
    split: bool = False
    group: int | None = None

    def overlaps(self, other):
        """Tell whether both are on at some moment; one that begins when the other ends does not overlap it."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    @property
    def people(self):
        """The key of who meets: the cohort, and the group if it is one only."""
        return self.cohort, self.group


@dataclass(frozen=True)
class Clash:
    """``other`` is the meeting in the way, if one is; ``need`` and ``have`` are people and places, or meetings and their limit.

    ``name`` is that of a holiday, ``span`` the time in which a trainer is away.
    """

    reason: Reason
    severity: Severity
    other: Meeting | None = None
    need: int = 0
    have: int = 0
    name: str = ""
    span: Span | None = None


ORDER = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.NOTE: 2}


@dataclass(frozen=True)
class Facts:
    """What a meeting is judged by, beside the other meetings.

    ``room`` is its venue; ``quota`` the places of its cohort; ``days`` the cohort's first and last; ``shared_people`` maps
    the key of who meets elsewhere (``Meeting.people``) to how many people sit in both; ``away`` are the spans in which its
    trainer cannot teach; ``load`` is how many meetings the trainer has in that week with this one, and the most they take
    (0: no limit); ``day`` is what the calendar says of its day.
    """

    room: Room | None = None
    quota: int = 0
    days: tuple[date, date] | None = None
    shared_people: dict = field(default_factory=dict)
    away: tuple[Span, ...] = ()
    load: tuple[int, int] = (0, 0)
    day: Day | None = None


def clashes_of(meeting, *, others, facts=Facts()):  # noqa: B008 -- frozen
    """Return every clash of ``meeting``, what blocks it first.

    ``others`` are meetings near it in time; itself is left out by its ``pk``, which one that is not saved has none of.
    """
    at_once = [
        other for other in others
        if other is not meeting and (other.pk is None or other.pk != meeting.pk) and meeting.overlaps(other)
    ]
    found = [
        *_room_clashes(meeting, at_once, facts),
        *_trainer_clashes(meeting, at_once, facts),
        *_people_clashes(meeting, at_once, facts.shared_people),
        *_day_clashes(meeting, facts),
    ]
    return sorted(found, key=lambda clash: ORDER[clash.severity])


def blocking(clashes):
    return [clash for clash in clashes if clash.severity == Severity.BLOCK]


def _room_clashes(meeting, at_once, facts):
    room = facts.room
    if room is None:
        return
    if room.closed_on is not None and meeting.ends_at.date() >= room.closed_on:
        yield Clash(Reason.VENUE_CLOSED, Severity.BLOCK)
    elif not room.is_open(meeting.starts_at, meeting.ends_at):
        yield Clash(Reason.VENUE_SHUT, Severity.BLOCK)
    beside = [other for other in at_once if other.venue == room.pk]
    if not room.shared:
        for other in beside:
            yield Clash(Reason.VENUE_TAKEN, Severity.BLOCK, other)
    elif beside:
        need = meeting.seats + sum(other.seats for other in beside)
        if need > room.capacity:
            yield Clash(Reason.VENUE_FULL, Severity.BLOCK, beside[0], need, room.capacity)
    if meeting.split and meeting.group is None:
        return  # a breakout takes part of the cohort: how large a part is not known here
    if meeting.seats > room.capacity:
        yield Clash(Reason.VENUE_SMALL, Severity.BLOCK, None, meeting.seats, room.capacity)
    elif facts.quota > room.capacity and meeting.group is None:
        yield Clash(Reason.VENUE_SMALL, Severity.WARN, None, facts.quota, room.capacity)


def _trainer_clashes(meeting, at_once, facts):
    if meeting.trainer is None:
        return
    for other in at_once:
        if other.trainer == meeting.trainer:
            yield Clash(Reason.TRAINER_BUSY, Severity.BLOCK, other)
    for span in facts.away:
        if meeting.starts_at < span.ends_at and span.starts_at < meeting.ends_at:
            yield Clash(Reason.TRAINER_AWAY, Severity.BLOCK, span=span)
    count, most = facts.load
    if most and count > most:
        yield Clash(Reason.TRAINER_LOAD, Severity.WARN, need=count, have=most)


def _people_clashes(meeting, at_once, shared_people):
    for other in at_once:
        if other.cohort == meeting.cohort:
            if None not in (meeting.group, other.group):
                if meeting.group == other.group:
                    yield Clash(Reason.GROUP_BUSY, Severity.BLOCK, other)
                continue
            apart = meeting.split and other.split
            yield Clash(Reason.COHORT_BUSY, Severity.WARN if apart else Severity.BLOCK, other)
        elif shared_people.get(other.people):
            yield Clash(Reason.PEOPLE_BUSY, Severity.WARN, other, shared_people[other.people])


def _day_clashes(meeting, facts):
    if facts.days is not None:
        first, last = facts.days
        if not first <= meeting.starts_at.date() <= last:
            yield Clash(Reason.OUTSIDE_DAYS, Severity.WARN)
    day = facts.day
    if day is None:
        return
    match day.kind:
        case DayKind.HOLIDAY:
            yield Clash(Reason.HOLIDAY, Severity.WARN, name=day.name)
        case DayKind.UNKNOWN:
            yield Clash(Reason.YEAR_UNKNOWN, Severity.WARN, need=day.date.year)
        case DayKind.WEEKEND:
            yield Clash(Reason.WEEKEND, Severity.NOTE)
        case DayKind.MAKE_UP:
            yield Clash(Reason.MAKE_UP_DAY, Severity.NOTE, name=day.name)
