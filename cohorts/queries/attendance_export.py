"""Marks as they are handed in: of any programme, cohort, category, sub-district and period, read part by part.

A part is some whole cohorts with what belongs to them, fetched at once and let go: memory stays flat, and no cursor is
open while a job writes how far it is (which SQLite would refuse once somebody else had written).
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from cohorts.enums import SEATED, AttendanceStatus
from cohorts.models import AttendanceMark, ClassSession, Enrolment
from cohorts.queries.policy import policies
from cohorts.rules.attendance import counts_as
from lms.people.enums import OrganisationKind
from lms.people.models import Organisation

PART = 100  # sessions, about; a cohort is never torn


@dataclass(frozen=True)
class Wanted:
    """Which marks: rows or None for all, a category's code, and the days of the sessions, both included."""

    programme: object = None
    cohort: object = None
    category: str = ""
    superior: object = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Session:
    pk: int
    cohort_id: int
    cohort: str
    title: str
    kind: str
    starts_at: datetime  # local
    minutes: int
    venue: str
    group_id: int | None


@dataclass(frozen=True)
class Place:
    """A person's place in a cohort as lines name it."""

    pk: int
    cohort_id: int
    name: str
    position: str
    organisation: str
    superior: str
    group_id: int | None


@dataclass
class Part:
    """Sessions in the order of their cohorts and times; ``marks`` are ``{session: [(place, status, counted, ...)]}``.

    A mark is ``(enrolment id, status, counted, method, observed at, reason)``; ``counted`` is the status by the rules of the
    session's day (whoever came too late was absent).
    """

    sessions: list
    places: dict
    marks: dict = field(default_factory=dict)


def sessions_of(wanted):
    """Sessions that were not called off; whose marks of them one sees is decided by :func:`places_of`."""
    found = ClassSession.objects.filter(cancelled_at=None)
    if wanted.programme is not None:
        found = found.filter(cohort__programme=wanted.programme)
    if wanted.cohort is not None:
        found = found.filter(cohort=wanted.cohort)
    if wanted.first:
        found = found.filter(starts_at__gte=_midnight(wanted.first))
    if wanted.last:
        found = found.filter(starts_at__lt=_midnight(wanted.last + timedelta(days=1)))
    return found


def places_of(user, wanted):
    """Places that ``user`` may see, of the category and the sub-district."""
    found = Enrolment.objects.visible_to(user)
    if wanted.category:
        found = found.filter(organisation__category__code=wanted.category)
    if wanted.superior is not None:
        found = found.filter(organisation__path__startswith=wanted.superior.path)
    return found


def marks_of(user, wanted):
    """The marks that stand, of those sessions and places; one that was taken back stands no more."""
    return (
        AttendanceMark.objects.current().exclude(status=AttendanceStatus.UNDONE)
        .filter(session__in=sessions_of(wanted).values("pk"), enrolment__in=places_of(user, wanted).values("pk"))
    )


def extent(user, wanted):
    """Return ``{"marks", "sessions", "cohorts", "people"}`` of what an export would hold. One query."""
    return marks_of(user, wanted).aggregate(
        marks=Count("pk"), sessions=Count("session", distinct=True), cohorts=Count("session__cohort", distinct=True),
        people=Count("enrolment__person", distinct=True),
    )


def parts_of(user, wanted, *, everyone=False, size=PART):
    """Yield ``(part, sessions done, sessions in all)``. Three queries a part.

    ``everyone``: with the places of whoever is on the list of a cohort and has no mark in it.
    """
    listed = list(sessions_of(wanted).order_by("cohort_id", "starts_at", "pk").values_list("pk", "cohort_id"))
    superiors = dict(Organisation.objects.filter(kind=OrganisationKind.AFFILIATED).values_list("pk", "name"))
    book, done = policies(), 0
    for ids in _whole_cohorts(listed, size):
        part = _part(user, wanted, ids, everyone, superiors, book)
        done += len(ids)
        yield part, done, len(listed)


def _whole_cohorts(listed, size):
    """Cut ``(session, cohort)`` pairs in the order of cohorts into lists of sessions, about ``size`` long."""
    ids, before = [], None
    for pk, cohort in listed:
        if len(ids) >= size and cohort != before:
            yield ids
            ids = []
        ids.append(pk)
        before = cohort
    if ids:
        yield ids


def _part(user, wanted, ids, everyone, superiors, book):
    local = timezone.get_current_timezone()
    sessions = [
        Session(pk, cohort_id, cohort, title, kind, starts_at.astimezone(local).replace(tzinfo=None), minutes, venue or "", group)
        for pk, cohort_id, cohort, title, kind, starts_at, minutes, venue, group in
        ClassSession.objects.filter(pk__in=ids).order_by("cohort_id", "starts_at", "pk").values_list(
            "pk", "cohort_id", "cohort__title", "title", "kind", "starts_at", "minutes", "venue__name", "group_id")
    ]
    marks = list(
        AttendanceMark.objects.current().filter(session__in=ids).exclude(status=AttendanceStatus.UNDONE)
        .order_by("enrolment_id")
        .values_list("session_id", "enrolment_id", "status", "late_minutes", "method", "observed_at", "reason")
    )
    asked = Q(pk__in={mark[1] for mark in marks})
    if everyone:
        asked |= Q(cohort__in={session.cohort_id for session in sessions}, state__in=SEATED)
    places = {place.pk: place for place in _places(places_of(user, wanted).filter(asked), superiors)}
    part = Part(sessions, places, defaultdict(list))
    rules = {session.pk: book.on(session.starts_at.date()) for session in sessions}
    kept = part.marks
    for session, place, status, late, method, observed_at, reason in marks:
        if place in places:
            counted = counts_as(status, late, rules[session]) if late else status
            kept[session].append((place, status, counted, method, observed_at, reason))
    return part


def _places(rows, superiors):
    ordered = rows.order_by("organisation__path", "person__name_key", "pk")
    for pk, cohort, name, position, organisation, path, group in ordered.values_list(
        "pk", "cohort_id", "person__name", "position", "organisation__name", "organisation__path", "group_id"
    ):
        below_district = path.split("/")[1]  # a path ends with a slash, so that there always is one
        yield Place(pk, cohort, name, position, organisation, superiors.get(int(below_district or 0), ""), group)


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
