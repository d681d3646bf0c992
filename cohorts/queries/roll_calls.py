"""Reads about second calls: which are open, who answered, who signed and did not."""

from dataclasses import dataclass

from django.db.models import Q

from cohorts.enums import ATTENDED, SEATED
from cohorts.models import Enrolment, RollCall, RollCallAnswer
from cohorts.queries.attendance import session_rows
from cohorts.queries.guests import guest_sessions


def open_calls():
    """Calls that are going on, with what their pages name."""
    return RollCall.objects.filter(closed_at=None).select_related("session__cohort__organiser", "session__venue")


def calls_to_answer(person):
    """Return the open calls of the person's classes that they did not answer yet. One query."""
    mine = Enrolment.objects.filter(person=person, state__in=SEATED)
    asked = Q(session__cohort__in=mine.values("cohort_id")) | Q(session__in=guest_sessions(person))
    return list(open_calls().filter(asked).exclude(answers__enrolment__in=mine))


def calls_of(session):
    """Return the calls of a session, the last one first. One query."""
    return list(session.calls.select_related("opened_by").order_by("-pk"))


@dataclass(frozen=True)
class Roll:
    """Who signed at the beginning: those who answered the call, and those who did not."""

    answered: list
    missing: list

    @property
    def signed(self):
        return len(self.answered) + len(self.missing)


def roll_of(call, user):
    """Return the :class:`Roll` of a call, of the people whom ``user`` sees. Three queries."""
    answers = dict(RollCallAnswer.objects.filter(call=call).values_list("enrolment_id", "answered_at"))
    signed = [row for row in session_rows(call.session, user) if row.status in ATTENDED]
    return Roll(
        answered=[row for row in signed if row.enrolment.pk in answers],
        missing=[row for row in signed if row.enrolment.pk not in answers],
    )


def answers_so_far(call, last=8):
    """Return ``(how many answered, the names that answered last)``. One query."""
    names = list(call.answers.order_by("-pk").values_list("enrolment__person__name", flat=True))
    return len(names), names[:last]
