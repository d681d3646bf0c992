"""The only writers of exams and their papers."""

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Exam, ExamQuestion
from courses.rules.questions import ON_PAPER
from lms.audit import trail

EDITABLE = ("title", "course", "pass_percent", "minutes", "attempts_allowed")


class ExamNotReady(Exception):
    """The exam cannot be changed or opened as it stands; the text says what to do."""


@transaction.atomic
def create_exam(*, actor, organisation, title, course=None, pass_percent=60, minutes=30, attempts_allowed=3):
    exam = Exam.objects.create(
        organisation=organisation, title=title, course=course, pass_percent=pass_percent, minutes=minutes,
        attempts_allowed=attempts_allowed,
    )
    trail.record(actor=actor, verb="exam.create", target=exam, organisation=organisation)
    return exam


@transaction.atomic
def edit_exam(*, actor, exam, **fields):
    """Change the exam's rules; ``fields`` are among ``EDITABLE``. Attempts begun keep their time; marks given stand."""
    changed = sorted(name for name in EDITABLE if name in fields and getattr(exam, name) != fields[name])
    for name in changed:
        setattr(exam, name, fields[name])
    if changed:
        exam.save(update_fields=changed)
        trail.record(
            actor=actor, verb="exam.edit", target=exam, organisation=exam.organisation, detail={"fields": changed}
        )
    return exam


@transaction.atomic
def set_paper(*, actor, exam, items):
    """Set the paper to ``items``, ``[(question, points)]`` in order. Raises :class:`ExamNotReady` while the exam is open."""
    if exam.is_open:
        raise ExamNotReady(_("Close the exam before you change its paper."))
    if any(points < 1 for question, points in items):
        raise ExamNotReady(_("Every question on the paper needs at least one point."))
    if any(question.kind not in ON_PAPER for question, points in items):
        raise ExamNotReady(_("Short answers, essays and cases are marked by people and cannot stand on a paper yet. Take them "
                             "off, and choose other kinds."))
    ExamQuestion.objects.filter(exam=exam).delete()
    ExamQuestion.objects.bulk_create([
        ExamQuestion(exam=exam, question=question, points=points, order=order)
        for order, (question, points) in enumerate(items, start=1)
    ])
    trail.record(
        actor=actor, verb="exam.paper", target=exam, organisation=exam.organisation, detail={"questions": len(items)}
    )


@transaction.atomic
def open_exam(*, actor, exam):
    """Open the exam to its candidates; open already, nothing happens. Raises :class:`ExamNotReady` without a paper."""
    if not ExamQuestion.objects.filter(exam=exam).exists():
        raise ExamNotReady(_("Put questions on the paper first, then open the exam."))
    _switch(actor, exam, is_open=True)


@transaction.atomic
def close_exam(*, actor, exam):
    """Let nobody begin any more; whoever has begun may finish in their time."""
    _switch(actor, exam, is_open=False)


def _switch(actor, exam, *, is_open):
    if Exam.objects.filter(pk=exam.pk, is_open=not is_open).update(is_open=is_open):
        trail.record(
            actor=actor, verb="exam.open" if is_open else "exam.close", target=exam, organisation=exam.organisation
        )
    exam.is_open = is_open
