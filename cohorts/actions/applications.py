"""People apply for a place themselves; the organiser answers."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from cohorts.queries.applications import application_of
from cohorts.seat_words import refusal_sentence
from lms.audit.trail import record
from lms.notices.actions import notify
from lms.people.models import Appointment

from .locking import lock_cohort
from .seats import take_places, tell


@transaction.atomic
def apply(*, actor, cohort):
    """Ask for a place in ``cohort`` for oneself; return the enrolment, which waits for an answer.

    The moment of receipt orders the waiting list. Raises ``ValidationError`` with the reason when one cannot apply.
    """
    cohort = lock_cohort(cohort)
    asked = application_of(actor, cohort)
    if asked.refusal is not None:
        raise ValidationError(refusal_sentence(asked.refusal, cohort), code=asked.refusal.value)
    post = Appointment.objects.get(pk=asked.post.pk)
    row = asked.enrolment or Enrolment(cohort=cohort, person=actor)
    row.organisation_id, row.position = post.organisation_id, post.position
    row.state, row.created_at, row.decided_at, row.reason = EnrolmentState.APPLIED, timezone.now(), None, ""
    row.share = row.group = None
    row.save()
    record(actor=actor, verb="cohort.apply", target=row, organisation=cohort.organiser, detail={"cohort": cohort.pk})
    if cohort.created_by_id and cohort.created_by_id != actor.pk:
        notify(person=cohort.created_by, kind="enrolment.applied",
               source=f"enrolment.applied:{row.pk}:{row.created_at:%Y%m%d%H%M%S%f}",
               params={"person": actor.name, "cohort": cohort.title},
               url=reverse("cohorts:applications", args=[cohort.pk]))
    return row


@transaction.atomic
def approve_applications(*, actor, cohort, enrolments):
    """Take the applications among ``enrolments``: each gets a place, or its turn in the line by its moment of receipt.

    Returns ``(ids with a place, ids that wait)``. Everyone is told.
    """
    cohort = lock_cohort(cohort)
    people = _applied(actor, cohort, enrolments)
    if not people:
        raise ValidationError(_("These applications were answered already. Reload the page to see the others."), code="state")
    take_places(actor=actor, cohort=cohort, approved=tuple(people))
    seated = set(
        Enrolment.objects.filter(pk__in=people, state=EnrolmentState.ENROLLED).values_list("pk", flat=True)
    )
    tell(cohort, {pk: people[pk] for pk in people if pk in seated}, "enrolment.approved")
    tell(cohort, {pk: people[pk] for pk in people if pk not in seated}, "enrolment.waiting")
    record(actor=actor, verb="cohort.approve", target=cohort, organisation=cohort.organiser, detail={
        "people": list(people.values()), "enrolled": len(seated), "waitlisted": len(people) - len(seated),
    })
    return tuple(pk for pk in people if pk in seated), tuple(pk for pk in people if pk not in seated)


@transaction.atomic
def decline_applications(*, actor, cohort, enrolments, reason):
    """Decline the applications among ``enrolments``, with the reason that each is told; return how many."""
    cohort = lock_cohort(cohort)
    people = _applied(actor, cohort, enrolments)
    if not people:
        raise ValidationError(_("These applications were answered already. Reload the page to see the others."), code="state")
    Enrolment.objects.filter(pk__in=people).update(
        state=EnrolmentState.DECLINED, decided_at=timezone.now(), reason=reason
    )
    tell(cohort, people, "enrolment.declined", reason=reason)
    record(actor=actor, verb="cohort.decline", target=cohort, organisation=cohort.organiser,
           detail={"people": list(people.values())})
    return len(people)


def _applied(actor, cohort, enrolments):
    """Return ``{id: person id}`` of those of ``enrolments`` that wait for an answer, in order of receipt; nobody answers their
    own, and is told so where there is no other."""
    found = dict(
        Enrolment.objects.filter(cohort=cohort, state=EnrolmentState.APPLIED, pk__in=[row.pk for row in enrolments])
        .order_by("created_at", "pk").values_list("pk", "person_id")
    )
    others = {pk: person for pk, person in found.items() if actor is None or person != actor.pk}
    if found and not others:
        raise ValidationError(_("This is your own application. A colleague answers it."), code="own")
    return others
