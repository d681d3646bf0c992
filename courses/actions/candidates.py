"""Who sits an exam, with how much more time, and who watches over it."""

from django.db import transaction

from courses.models import ExamCandidate, ExamInvigilator
from lms.audit import trail


@transaction.atomic
def admit_candidates(*, actor, exam, person_ids):
    """Admit people to ``exam``; return how many were new. Whoever is a candidate already stays one."""
    wanted = set(person_ids)
    before = set(ExamCandidate.objects.filter(exam=exam, person_id__in=wanted).values_list("person_id", flat=True))
    new = sorted(wanted - before)
    ExamCandidate.objects.bulk_create(
        [ExamCandidate(exam=exam, person_id=person_id) for person_id in new], batch_size=500, ignore_conflicts=True
    )
    if new:
        trail.record(
            actor=actor, verb="exam.admit", target=exam, organisation=exam.organisation, detail={"candidates": len(new)}
        )
    return len(new)


@transaction.atomic
def dismiss_candidate(*, actor, candidate):
    """Take somebody off the list; an attempt they have made stays theirs."""
    exam = candidate.exam
    trail.record(
        actor=actor, verb="exam.dismiss", target=exam, organisation=exam.organisation, detail={"person": candidate.person_id}
    )
    candidate.delete()


@transaction.atomic
def give_extra_time(*, actor, candidate, minutes):
    """Let one person have ``minutes`` more than the others, from the next attempt on; 0 takes it back."""
    if candidate.extra_minutes == minutes:
        return
    ExamCandidate.objects.filter(pk=candidate.pk).update(extra_minutes=minutes)
    candidate.extra_minutes = minutes
    trail.record(
        actor=actor, verb="exam.extra_time", target=candidate.exam, organisation=candidate.exam.organisation,
        detail={"person": candidate.person_id, "minutes": minutes},
    )


@transaction.atomic
def name_invigilators(*, actor, exam, people):
    """Set who watches over the exam and marks it, besides those who may edit it."""
    wanted, before = {person.pk for person in people}, set(exam.invigilators.values_list("person_id", flat=True))
    if wanted == before:
        return
    exam.invigilators.exclude(person__in=wanted).delete()
    ExamInvigilator.objects.bulk_create([ExamInvigilator(exam=exam, person_id=pk) for pk in sorted(wanted - before)])
    trail.record(
        actor=actor, verb="exam.invigilators", target=exam, organisation=exam.organisation, detail={"people": len(wanted)}
    )
