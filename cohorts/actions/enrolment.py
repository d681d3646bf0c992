"""Put people into cohorts, take them out, move them to another one. Every seat is given by ``cohorts.actions.seats``."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from lms.audit.trail import record

from .locking import lock_cohort
from .seats import Request, take_places, tell

ON_LIST = (EnrolmentState.ENROLLED, EnrolmentState.WAITLISTED, EnrolmentState.APPLIED)


@transaction.atomic
def enrol(*, actor, cohort, appointments, share=None):
    """Enrol the people of ``appointments``, each once, in the order given; who finds no place waits.

    ``share`` is the ``SeatShare`` whose places they take. Someone who withdrew may come again, at the end of the line.
    Raises ``ValidationError`` when the cohort is over.
    """
    result = take_places(actor=actor, cohort=cohort, requests=[
        Request(row.person_id, row.organisation_id, row.position, share=share and share.pk) for row in appointments
    ])
    rows = [*result.enrolled, *result.waitlisted]
    if rows:
        record(actor=actor, verb="cohort.enrol", target=cohort, organisation=cohort.organiser, detail={
            "people": [row.person_id for row in rows], "enrolled": len(result.enrolled),
            "waitlisted": len(result.waitlisted),
        })
    return result


@transaction.atomic
def withdraw(*, actor, enrolment, reason):
    """Take a person out, with the reason, and give a free place to the next who waits; return the enrolment.

    Whoever is taken out by someone else is told.
    """
    cohort = lock_cohort(enrolment.cohort)
    enrolment = _leave(enrolment, reason)
    record(actor=actor, verb="cohort.withdraw", target=enrolment, organisation=cohort.organiser,
           detail={"cohort": cohort.pk, "person": enrolment.person_id})
    if actor is not None and actor.pk != enrolment.person_id:
        tell(cohort, {enrolment.pk: enrolment.person_id}, "enrolment.withdrawn", reason=reason)
    take_places(actor=actor, cohort=cohort)
    return enrolment


@transaction.atomic
def transfer(*, actor, enrolment, cohort, reason):
    """Move a person who has a place to ``cohort``, with what they earned; return their enrolment there.

    Sessions attended before count in the new cohort (``cohorts.queries.transfers``), and hours stay where they are.
    Raises ``ValidationError`` when the other cohort is full, over, or has the person on its list: nobody loses a place.
    """
    old, new = enrolment.cohort, cohort
    if old.pk == new.pk:
        raise ValidationError(_("The person is in this cohort already. Choose another one."), code="same")
    locked = {one.pk: lock_cohort(one) for one in sorted((old, new), key=lambda one: one.pk)}
    old, new = locked[old.pk], locked[new.pk]
    if Enrolment.objects.filter(pk=enrolment.pk, state=EnrolmentState.ENROLLED).first() is None:
        raise ValidationError(_("Only who has a place can be moved. Reload the page to see who has."), code="state")
    enrolment = _leave(enrolment, reason)
    result = take_places(actor=actor, cohort=new, requests=[
        Request(enrolment.person_id, enrolment.organisation_id, enrolment.position, moved_from=enrolment.pk)
    ])
    if result.already:
        raise ValidationError(_("This person stands on the list of the other cohort already."), code="already")
    if not result.enrolled:
        raise ValidationError(_("The other cohort has no free place. Raise its number of places, or choose another cohort."),
                              code="full")
    record(actor=actor, verb="cohort.transfer", target=result.enrolled[0], organisation=new.organiser,
           detail={"former": old.pk, "cohort": new.pk, "person": enrolment.person_id})
    tell(new, {result.enrolled[0].pk: enrolment.person_id}, "enrolment.transferred", former=old.title)
    take_places(actor=actor, cohort=old)
    return result.enrolled[0]


def _leave(enrolment, reason):
    enrolment = Enrolment.objects.get(pk=enrolment.pk)
    if enrolment.state not in ON_LIST:
        raise ValidationError(_("This person is not on the list any more. Reload the page to see who is."), code="state")
    enrolment.state, enrolment.decided_at, enrolment.reason = EnrolmentState.WITHDRAWN, timezone.now(), reason
    enrolment.group = None
    enrolment.save(update_fields=["state", "decided_at", "reason", "group"])
    return enrolment
