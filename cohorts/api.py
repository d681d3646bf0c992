"""Classes, their sessions and who was there, as other systems read them."""

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from ninja import Field, Query, Schema

from cohorts.enums import AttendanceStatus, MarkMethod, SessionKind
from cohorts.models import AttendanceMark
from cohorts.plan_words import PhaseLabel
from cohorts.queries.attendance import sessions_for
from cohorts.queries.cohorts import cohorts_of, dressed
from lms.api.fields import Moment, RowAsked, choices
from lms.api.paging import (
    AskedChanged,
    AskedPeriod,
    AskedPlace,
    PageOf,
    at_place,
    changed,
    in_days,
    in_moments,
    one_of,
    page_of,
)
from lms.api.registry import REFUSALS, resource
from lms.people.api import NUMBER

cohorts = resource("cohorts", gettext_lazy("Cohorts"), 30)
sessions = resource("sessions", gettext_lazy("Class sessions"), 40)
attendance = resource("attendance", gettext_lazy("Attendance"), 50)


class CohortOut(Schema):
    id: int = Field(description=_("Number of the class."), examples=[7])
    title: str = Field(description=_("Its title."), examples=["示例培训班"])
    programme: str | None = Field(
        description=_("Title of the programme; null for a lesson delivered to order."), examples=["示例培训项目"])
    organiser: int = Field(description=_("Number of the organisation that runs it."), examples=[12])
    starts_on: str = Field(description=_("First day."), examples=["2026-03-01"])
    ends_on: str = Field(description=_("Last day."), examples=["2026-05-31"])
    phase: choices(PhaseLabel) = Field(description=_("Where it stands today."), examples=["running"])
    places: int = Field(description=_("How many places it has."), examples=[40])
    people: int = Field(description=_("How many places are taken."), examples=[38])
    created_at: Moment = Field(description=_("When it was opened."), examples=["2026-01-31T08:00:00+08:00"])
    closed_at: Moment | None = Field(description=_("When it was closed; null before."), examples=[None])
    cancelled_at: Moment | None = Field(description=_("When it was cancelled; null unless it was."), examples=[None])


class CohortsPage(PageOf):
    items: list[CohortOut]


class CohortsAsked(AskedPlace, AskedPeriod, AskedChanged):
    pass


def _cohort(row):
    return {
        "id": row.pk, "title": row.title, "programme": row.programme and row.programme.title, "organiser": row.organiser_id,
        "starts_on": row.starts_on.isoformat(), "ends_on": row.ends_on.isoformat(), "phase": row.phase, "places": row.quota,
        "people": row.seats, "created_at": row.created_at, "closed_at": row.closed_at, "cancelled_at": row.cancelled_at,
    }


def _cohorts(request):
    return cohorts_of(request.auth.reader).select_related("programme")


@cohorts.get("/cohorts", response={200: CohortsPage, **REFUSALS}, url_name="cohorts", operation_id="cohorts",
             summary=_("Classes"), description=_(
                 "Classes that an organisation of the scope runs, and those in which its people learn. The place is that of the "
                 "organiser, the period that of the first day."))
def list_cohorts(request, asked: Query[CohortsAsked]):
    rows = at_place(_cohorts(request), request.auth.reader, asked, "organiser")
    rows = in_days(rows, asked, "starts_on")
    rows = changed(rows, asked.changed_since, "created_at", "closed_at", "cancelled_at")
    return page_of(request, rows, asked, _cohort, dress=dressed)


@cohorts.get("/cohorts/{pk}", response={200: CohortOut, **REFUSALS}, url_name="cohort", operation_id="cohort",
             summary=_("One class"))
def one_cohort(request, pk: RowAsked = NUMBER):
    return one_of(request, _cohorts(request), pk, _cohort, dress=dressed)


class SessionOut(Schema):
    id: int = Field(description=_("Number of the session."), examples=[12])
    cohort: int = Field(description=_("Number of the class."), examples=[7])
    title: str = Field(description=_("Its title."), examples=["示例课程"])
    kind: choices(SessionKind) = Field(description=_("Kind of meeting."), examples=["lecture"])
    starts_at: Moment = Field(description=_("When it begins."), examples=["2026-03-01T09:00:00+08:00"])
    ends_at: Moment = Field(description=_("When it ends."), examples=["2026-03-01T10:30:00+08:00"])
    minutes: int = Field(description=_("Minutes that attending credits."), examples=[90])
    venue: str | None = Field(description=_("Name of the place; null while there is none."), examples=["示例报告厅"])
    trainer: int | None = Field(description=_("Number of the person who teaches; null while nobody does."), examples=[21])
    closed_at: Moment | None = Field(description=_("When its attendance was settled; null before."), examples=[None])
    cancelled_at: Moment | None = Field(description=_("When it was cancelled; null unless it was."), examples=[None])


class SessionsPage(PageOf):
    items: list[SessionOut]


class SessionsAsked(AskedPlace, AskedPeriod, AskedChanged):
    cohort: RowAsked | None = Field(None, description=_("Number of a class."), examples=[7])


def _session(row):
    return {
        "id": row.pk, "cohort": row.cohort_id, "title": row.title, "kind": row.kind, "starts_at": row.starts_at,
        "ends_at": row.ends_at, "minutes": row.minutes, "venue": row.venue and row.venue.name, "trainer": row.trainer_id,
        "closed_at": row.closed_at, "cancelled_at": row.cancelled_at,
    }


@sessions.get("/sessions", response={200: SessionsPage, **REFUSALS}, url_name="sessions", operation_id="sessions",
              summary=_("Class sessions"), description=_(
                  "The sessions of these classes as they are planned. The place is that of the organiser, the period that of "
                  "their day."))
def list_sessions(request, asked: Query[SessionsAsked]):
    rows = at_place(sessions_for(request.auth.reader), request.auth.reader, asked, "cohort__organiser")
    if asked.cohort is not None:
        rows = rows.filter(cohort_id=asked.cohort)
    rows = in_moments(rows, asked, "starts_at")
    rows = changed(rows, asked.changed_since, "created_at", "revised_at", "closed_at", "cancelled_at")
    return page_of(request, rows, asked, _session)


@sessions.get("/sessions/{pk}", response={200: SessionOut, **REFUSALS}, url_name="session", operation_id="session",
              summary=_("One session"))
def one_session(request, pk: RowAsked = NUMBER):
    return one_of(request, sessions_for(request.auth.reader), pk, _session)


class MarkOut(Schema):
    id: int = Field(description=_(
        "Number of the mark. A correction is another mark: keep one for each session and person, the one with the highest number."
    ), examples=[5001])
    session: int = Field(description=_("Number of the session."), examples=[12])
    cohort: int = Field(description=_("Number of the class in which the person learns."), examples=[7])
    person: int = Field(description=_("Number of the person."), examples=[345])
    organisation: int = Field(description=_("Number of the organisation for which the person learns."), examples=[12])
    status: choices(AttendanceStatus) = Field(
        description=_("What was observed; “undone” where a mark was taken back and nothing stands."), examples=["present"])
    method: choices(MarkMethod) = Field(description=_("How it was observed."), examples=["qr"])
    late_minutes: int = Field(description=_("How many minutes late."), examples=[0])
    early_minutes: int = Field(description=_("How many minutes before the end the person left."), examples=[0])
    settled: bool = Field(description=_("Whether the session's attendance was settled."), examples=[True])
    corrects: int | None = Field(description=_("Number of the mark that this one corrects."), examples=[None])
    observed_at: Moment = Field(description=_("When it was observed."), examples=["2026-03-01T08:55:00+08:00"])
    recorded_at: Moment = Field(description=_("When it was written."), examples=["2026-03-01T08:55:00+08:00"])


class AttendancePage(PageOf):
    items: list[MarkOut]


class AttendanceAsked(AskedPlace, AskedPeriod, AskedChanged):
    session: RowAsked | None = Field(None, description=_("Number of a session."), examples=[12])
    cohort: RowAsked | None = Field(None, description=_("Number of a class."), examples=[7])
    person: RowAsked | None = Field(None, description=_("Number of a person."), examples=[345])


def _mark(row):
    return {
        "id": row.pk, "session": row.session_id, "cohort": row.enrolment.cohort_id, "person": row.enrolment.person_id,
        "organisation": row.enrolment.organisation_id, "status": row.status, "method": row.method,
        "late_minutes": row.late_minutes, "early_minutes": row.early_minutes, "settled": row.session.closed_at is not None,
        "corrects": row.corrects_id, "observed_at": row.observed_at, "recorded_at": row.recorded_at,
    }


def _marks(request):
    found = AttendanceMark.objects.visible_to(request.auth.reader).current()
    return found.select_related("enrolment", "session")


@attendance.get("/attendance", response={200: AttendancePage, **REFUSALS}, url_name="attendance", operation_id="attendance",
                summary=_("Attendance"), description=_(
                    "The mark that stands for each person and session: of the people of the scope wherever they learn, and of "
                    "whoever learns in its classes. The place is that of the person, the period that of the session's day. Why "
                    "someone was away is not told."))
def list_attendance(request, asked: Query[AttendanceAsked]):
    rows = at_place(_marks(request), request.auth.reader, asked, "enrolment__organisation")
    for column, value in (("session_id", asked.session), ("enrolment__cohort_id", asked.cohort),
                          ("enrolment__person_id", asked.person)):
        if value is not None:
            rows = rows.filter(**{column: value})
    rows = in_moments(rows, asked, "session__starts_at")
    return page_of(request, changed(rows, asked.changed_since, "recorded_at", "session__closed_at"), asked, _mark)


@attendance.get("/attendance/{pk}", response={200: MarkOut, **REFUSALS}, url_name="attendance-mark",
                operation_id="attendance_mark", summary=_("One mark"))
def one_mark(request, pk: RowAsked = NUMBER):
    return one_of(request, _marks(request), pk, _mark)
