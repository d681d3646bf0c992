"""How long a leave is, who decides it, and what it covers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cohorts.rules.attendance import NOON, half_day

APPLIED, APPROVED, DECLINED, CANCELLED, RETURNED = "applied", "approved", "declined", "cancelled", "returned"


class Level(StrEnum):
    """Who decides; the values are those of ``cohorts.enums.LeaveLevel``."""

    CLASS_TEACHER = "class_teacher"
    SCHOOL = "school"
    DEPARTMENT = "department"


@dataclass(frozen=True)
class Meeting:
    """A session, in the district's own time."""

    pk: int
    starts_at: datetime
    ends_at: datetime
    title: str = ""


@dataclass(frozen=True)
class Plan:
    """What an application asks: one leave for each of ``spans``, ``half_days`` together, decided at ``level``.

    ``problem`` says why it cannot be asked for, and is empty otherwise: ``nothing`` (no session in it), ``begun`` (the first
    of them has begun), ``twice`` (a leave that was asked for before lies over it).
    """

    spans: tuple[tuple[datetime, datetime], ...] = ()
    half_days: int = 0
    level: str = ""
    problem: str = ""


def half_days(meetings):
    """Return the half-days that ``meetings`` take, each once, in order: ``(day, is it the morning)``.

    A meeting from the morning into the afternoon takes both.
    """
    found = set()
    for meeting in meetings:
        day, morning = half_day(meeting.starts_at)
        found.add((day, morning))
        if morning and (meeting.ends_at.date(), meeting.ends_at.time()) > (day, NOON):
            found.add((day, False))
    return sorted(found, key=lambda half: (half[0], not half[1]))


def level_for(count, policy):
    """Return who decides a leave of ``count`` half-days."""
    if count <= policy.leave_teacher_half_days:
        return Level.CLASS_TEACHER
    return Level.SCHOOL if count <= policy.leave_school_half_days else Level.DEPARTMENT


def plan(chosen, meetings, *, standing, policy, now):
    """Return the :class:`Plan` of a leave from the meetings ``chosen`` (ids) among ``meetings``, in order of time.

    Meetings that follow each other make one leave; its length is that of all of them together, so that asking for them one
    by one in the same application changes nothing. ``standing`` are the spans of leaves asked for before.
    """
    wanted = [meeting for meeting in meetings if meeting.pk in chosen]
    if not wanted:
        return Plan(problem="nothing")
    if wanted[0].starts_at <= now:
        return Plan(problem="begun")
    if any(covers(start, end, meeting) for start, end in standing for meeting in wanted):
        return Plan(problem="twice")
    spans = []
    for meeting in meetings:
        if meeting.pk not in chosen:
            spans.append(None)
        elif spans and spans[-1] is not None:
            spans[-1] = (spans[-1][0], max(spans[-1][1], meeting.ends_at))
        else:
            spans.append((meeting.starts_at, meeting.ends_at))
    count = len(half_days(wanted))
    return Plan(tuple(span for span in spans if span), count, level_for(count, policy))


def within(meetings, first: date, last: date):
    """Return the ids of the meetings between two days, which included."""
    return {meeting.pk for meeting in meetings if first <= meeting.starts_at.date() <= last}


def covers(starts_at, ends_at, meeting):
    """Tell whether a leave between two moments covers a part of ``meeting``."""
    return meeting.starts_at < ends_at and meeting.ends_at > starts_at


def until(ends_at, returned_at):
    """Return when a leave is over: at its end, or when the person reported back before."""
    return min(ends_at, returned_at) if returned_at else ends_at


def may_cancel(state, starts_at, now):
    """The applicant takes it back before it begins."""
    return state in (APPLIED, APPROVED) and now < starts_at


def may_report_back(state, starts_at, now):
    return state == APPROVED and now >= starts_at
