"""Who sits an exam, with how much more time, and who watches over it."""

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import ExamCandidate, ExamInvigilator
from lms.audit import trail


class OwnRecord(Exception):
    """It would be somebody's own record, or they would stand on both sides; the text says whom to ask."""


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
def give_extra_time(*, actor, candidate, minutes, reason=""):
    """Let one person have ``minutes`` more than the others, from the next attempt on; 0 takes it back. The trail keeps why.

    Raises :class:`OwnRecord` when it is oneself.
    """
    if actor is not None and actor.pk == candidate.person_id:
        raise OwnRecord(_("Nobody gives themselves more time. Ask a colleague."))
    if candidate.extra_minutes == minutes:
        return
    ExamCandidate.objects.filter(pk=candidate.pk).update(extra_minutes=minutes)
    candidate.extra_minutes = minutes
    trail.record(
        actor=actor, verb="exam.extra_time", target=candidate.exam, organisation=candidate.exam.organisation,
        detail={"person": candidate.person_id, "minutes": minutes, "reason": reason},
    )


@transaction.atomic
def name_invigilators(*, actor, exam, people):
    """Set who watches over the exam and marks it, besides those who may edit it. Raises :class:`OwnRecord` for its candidates."""
    if ExamCandidate.objects.filter(exam=exam, person__in=people).exists():
        raise OwnRecord(_("A candidate of this exam cannot watch over it. Choose somebody else."))
    wanted, before = {person.pk for person in people}, set(exam.invigilators.values_list("person_id", flat=True))
    if wanted == before:
        return
    exam.invigilators.exclude(person__in=wanted).delete()
    ExamInvigilator.objects.bulk_create([ExamInvigilator(exam=exam, person_id=pk) for pk in sorted(wanted - before)])
    trail.record(
        actor=actor, verb="exam.invigilators", target=exam, organisation=exam.organisation, detail={"people": len(wanted)}
    )
