"""Put people into cohorts, take them out, and fill free places from the waiting list.

Every change of seats first locks the cohort's row, so that however many ask at once, no more are seated than there are
places, and whoever came first waits first.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.enums import SEATED, EnrolmentState
from cohorts.models import Enrolment
from cohorts.rules.seats import allot
from courses.actions.exams import admit_candidates
from lms.audit.trail import record

from .locking import lock_cohort

BATCH = 500


@dataclass(frozen=True)
class EnrolResult:
    """Enrolments by what became of them; ``already`` had a place or waited before, and are left as they were."""

    enrolled: tuple = ()
    waitlisted: tuple = ()
    already: tuple = ()


@transaction.atomic
def enrol(*, actor, cohort, appointments):
    """Enrol the people of ``appointments``, each once, in the order given; who finds no place waits.

    Someone who withdrew may come again, at the end of the line. Raises ``ValidationError`` when the cohort is over.
    """
    cohort = lock_cohort(cohort)
    wanted = {}
    for appointment in appointments:
        wanted.setdefault(appointment.person_id, appointment)
    before = _rows_of(cohort, wanted)
    now, fresh, again, already = timezone.now(), [], [], []
    for person_id, appointment in wanted.items():
        row = before.get(person_id)
        if row is None:
            fresh.append(Enrolment(cohort=cohort, person_id=person_id, created_at=now))
            row = fresh[-1]
        elif row.state == EnrolmentState.WITHDRAWN:
            again.append(row)
        else:
            already.append(row)
            continue
        row.organisation_id, row.position = appointment.organisation_id, appointment.position
        row.state, row.created_at, row.decided_at, row.reason = EnrolmentState.WAITLISTED, now, None, ""
    Enrolment.objects.bulk_create(fresh, batch_size=BATCH)
    Enrolment.objects.bulk_update(
        again, ["organisation", "position", "state", "created_at", "decided_at", "reason"], batch_size=BATCH
    )
    seated = set(fill_free_places(actor=actor, cohort=cohort)) if fresh or again else set()
    rows = [*fresh, *again]
    for row in rows:
        if row.pk in seated:
            row.state = EnrolmentState.ENROLLED
    result = EnrolResult(
        tuple(row for row in rows if row.pk in seated), tuple(row for row in rows if row.pk not in seated), tuple(already)
    )
    if rows:
        record(actor=actor, verb="cohort.enrol", target=cohort, organisation=cohort.organiser, detail={
            "people": [row.person_id for row in rows], "enrolled": len(result.enrolled),
            "waitlisted": len(result.waitlisted),
        })
    return result


@transaction.atomic
def withdraw(*, actor, enrolment, reason):
    """Take a person out, with the reason, and give a free place to the next who waits; return the enrolment."""
    cohort = lock_cohort(enrolment.cohort)
    enrolment = Enrolment.objects.get(pk=enrolment.pk)
    if enrolment.state not in (EnrolmentState.ENROLLED, EnrolmentState.WAITLISTED, EnrolmentState.APPLIED):
        raise ValidationError(_("This person is not on the list any more. Reload the page to see who is."), code="state")
    enrolment.state, enrolment.decided_at, enrolment.reason = EnrolmentState.WITHDRAWN, timezone.now(), reason
    enrolment.save(update_fields=["state", "decided_at", "reason"])
    record(actor=actor, verb="cohort.withdraw", target=enrolment, organisation=cohort.organiser,
           detail={"cohort": cohort.pk, "person": enrolment.person_id})
    fill_free_places(actor=actor, cohort=cohort)
    return enrolment


def fill_free_places(*, actor, cohort):
    """Seat who waits longest while places are free; return the ids of their enrolments. The cohort must be locked.

    Whoever is seated is admitted to the exam that the programme asks for.
    """
    queue = dict(
        Enrolment.objects.filter(cohort=cohort, state=EnrolmentState.WAITLISTED)
        .order_by("created_at", "pk").values_list("pk", "person_id")
    )
    if not queue:
        return ()
    taken = Enrolment.objects.filter(cohort=cohort, state__in=SEATED).count()
    seated = allot(quota=cohort.quota, taken=taken, queue=queue).seated
    if not seated:
        return ()
    now = timezone.now()
    for start in range(0, len(seated), BATCH):
        Enrolment.objects.filter(pk__in=seated[start:start + BATCH]).update(
            state=EnrolmentState.ENROLLED, decided_at=now
        )
    record(actor=actor, verb="cohort.seat", target=cohort, organisation=cohort.organiser,
           detail={"enrolments": list(seated)})
    exam = cohort.programme.exam if cohort.programme_id else None
    if exam is not None:
        admit_candidates(actor=actor, exam=exam, person_ids=[queue[pk] for pk in seated])
    return seated


def _rows_of(cohort, person_ids):
    """Map the people who are on the cohort's list already, in whatever state, to their rows."""
    return {row.person_id: row for row in Enrolment.objects.filter(cohort=cohort) if row.person_id in person_ids}
