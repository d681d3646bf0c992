"""Whom other rules of attendance would change, told before they are saved."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from cohorts.enums import SEATED, AttendanceStatus, MakeUpState
from cohorts.models import AttendanceMark, ClassSession, Cohort, Enrolment, MakeUp
from cohorts.queries.policy import policies
from cohorts.rules.attendance import Attendance, Sitting, attendance_units, half_day
from cohorts.rules.policy import Book

AT_MOST = 50  # people named


@dataclass(frozen=True)
class Reached:
    """A cohort with sessions that would go by the new rules."""

    cohort: Cohort
    sessions: int
    people: int


@dataclass(frozen=True)
class Changed:
    """Someone whose attendance so far would count differently, had the new rules held from the start."""

    enrolment: Enrolment
    before: Attendance
    after: Attendance


@dataclass(frozen=True)
class Preview:
    cohorts: list
    changed: list
    more: int

    @property
    def people(self):
        return sum(reached.people for reached in self.cohorts)

    @property
    def sessions(self):
        return sum(reached.sessions for reached in self.cohorts)


def preview_of(user, from_on, policy):
    """Return the :class:`Preview` of ``policy`` from a day on, among the running cohorts ``user`` sees. Six queries."""
    coming = Count("sessions", filter=Q(
        sessions__starts_at__date__gte=from_on, sessions__cancelled_at=None, sessions__closed_at=None
    ), distinct=True)
    seated = Count("enrolments", filter=Q(enrolments__state__in=SEATED), distinct=True)
    running = Cohort.objects.visible_to(user).active().select_related("organiser").annotate(coming=coming, seated=seated)
    reached = [Reached(row, row.coming, row.seated) for row in running.order_by("starts_on", "pk") if row.coming]
    changed = _changed([one.cohort.pk for one in reached], policy)
    return Preview(reached, changed[:AT_MOST], max(len(changed) - AT_MOST, 0))


def _changed(cohorts, policy):
    book = policies()
    sessions = {
        row.pk: row for row in
        ClassSession.objects.filter(cohort__in=cohorts, cancelled_at=None, closed_at__isnull=False).order_by("starts_at", "pk")
    }
    marks = (
        AttendanceMark.objects.current()
        .filter(session__in=sessions, enrolment__cohort__in=cohorts, enrolment__state__in=SEATED)
        .exclude(status=AttendanceStatus.UNDONE).order_by("session__starts_at", "pk")
        .values_list("enrolment_id", "session_id", "status", "late_minutes")
    )
    made_up = set(
        MakeUp.objects.filter(enrolment__cohort__in=cohorts, state=MakeUpState.DONE).values_list("enrolment_id", "session_id")
    )
    sittings = defaultdict(lambda: ([], []))
    always = Book(((timezone.localdate().min, policy),))
    for enrolment, session, status, late in marks:
        starts = timezone.localtime(sessions[session].starts_at)
        day, morning = half_day(starts)
        for place, rules in zip(sittings[enrolment], (book, always), strict=True):
            place.append(Sitting(
                session, day, morning, status, late, made_up=(enrolment, session) in made_up, policy=rules.on(day)
            ))
    counted = {pk: tuple(attendance_units(side) for side in sides) for pk, sides in sittings.items()}
    different = {pk: pair for pk, pair in counted.items() if _figures(pair[0]) != _figures(pair[1])}
    rows = Enrolment.objects.filter(pk__in=different).select_related("person", "cohort").order_by(
        "cohort", "person__name_key", "pk")
    return [Changed(row, *different[row.pk]) for row in rows]


def _figures(attendance):
    return attendance.attended, attendance.closed - attendance.excused
