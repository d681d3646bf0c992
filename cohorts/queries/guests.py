"""Who comes to a session of another class to make up for one they missed."""

from django.db.models import Q

from cohorts.enums import MakeUpState
from cohorts.models import MakeUp

EXPECTED = (MakeUpState.CHOSEN, MakeUpState.DONE)


def guests_at(session):
    """The make-ups by which people come to ``session``: those that hold, and those of whoever was marked there."""
    marked = Q(enrolment__marks__session=session)
    return MakeUp.objects.filter(other=session).filter(Q(state__in=EXPECTED) | marked).distinct()


def guest_places(session):
    """Subquery of the guests' own enrolments, under which they are marked at ``session``."""
    return guests_at(session).order_by().values("enrolment_id")


def guests_of(session):
    """Return ``{enrolment id: make-up}`` of the guests of a session, with the session each of them missed. One query."""
    return {row.enrolment_id: row for row in guests_at(session).select_related("session__cohort").order_by("pk")}


def expected_make_ups(person):
    """Subquery of the ids of the make-ups by which ``person`` comes to another class as a guest."""
    return MakeUp.objects.filter(enrolment__person=person, state__in=EXPECTED).exclude(other=None).values("pk")


def guest_sessions(person):
    """Subquery of the ids of the sessions to which ``person`` comes as a guest."""
    return MakeUp.objects.filter(pk__in=expected_make_ups(person)).values("other_id")
