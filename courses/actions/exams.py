"""Writing exams: who may sit one, and everything that happens to an attempt from its start to its mark."""

from django.db import transaction

from courses.models import ExamCandidate
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
