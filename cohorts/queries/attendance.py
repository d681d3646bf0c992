"""Reads about one session: who is of the class, what is marked, how check-in goes."""

from dataclasses import dataclass

from cohorts.enums import ATTENDED, SEATED
from cohorts.models import AttendanceMark, ClassSession, Enrolment
from cohorts.rules.attendance import shared_devices, tally
from cohorts.rules.check_in import OPENS_BEFORE


@dataclass(frozen=True)
class Row:
    """A person of the class and the mark that stands for them (None without one)."""

    enrolment: Enrolment
    mark: AttendanceMark | None

    @property
    def status(self):
        return self.mark.status if self.mark else ""


def sessions_for(user):
    """Sessions that ``user`` may see, with what their pages name."""
    return ClassSession.objects.visible_to(user).select_related(
        "cohort__organiser", "cohort__programme", "cohort__class_teacher", "venue", "trainer", "closed_by"
    )


def session_rows(session, user):
    """Return the :class:`Row` of everyone with a seat whom ``user`` may see, in the order of their names. Two queries."""
    enrolments = (
        Enrolment.objects.visible_to(user).filter(cohort_id=session.cohort_id, state__in=SEATED)
        .select_related("person", "organisation").order_by("person__name_key", "pk")
    )
    marks = {
        mark.enrolment_id: mark
        for mark in AttendanceMark.objects.current().filter(session=session).select_related("recorded_by")
    }
    return [Row(enrolment, marks.get(enrolment.pk)) for enrolment in enrolments]


def counts(rows):
    return tally([row.status for row in rows if row.mark], len(rows))


def people_on_one_device(session, rows):
    """Return groups of names checked in with one device each, of the people in ``rows``. One query."""
    names = {row.enrolment.pk: row.enrolment.person.name for row in rows}
    uses = (
        AttendanceMark.objects.filter(session=session).exclude(device="").order_by("pk")
        .values_list("device", "enrolment_id")
    )
    return [[names[pk] for pk in group] for group in shared_devices((d, pk) for d, pk in uses if pk in names)]


def arrivals(session, last=8):
    """Return ``(there, enrolled, newest)``: who is there, of how many, and the names that came last. Two queries."""
    enrolled = Enrolment.objects.filter(cohort_id=session.cohort_id, state__in=SEATED).count()
    there = AttendanceMark.objects.current().filter(session=session, status__in=ATTENDED, enrolment__state__in=SEATED)
    names = list(there.order_by("-pk").values_list("enrolment__person__name", flat=True))
    return len(names), enrolled, names[:last]


def chain_of(session, enrolment):
    """Return all marks of a person at a session, the first one first."""
    return list(
        AttendanceMark.objects.filter(session=session, enrolment=enrolment).select_related("recorded_by").order_by("pk")
    )


def sessions_to_check_in(person, now):
    """Return the person's sessions whose check-in is open at ``now``, the one that started last first."""
    return list(
        ClassSession.objects.open().select_related("cohort__organiser", "venue")
        .filter(
            cohort__enrolments__person=person, cohort__enrolments__state__in=SEATED,
            starts_at__lte=now + OPENS_BEFORE, ends_at__gt=now,
        )
        .order_by("-starts_at", "-pk")
    )
