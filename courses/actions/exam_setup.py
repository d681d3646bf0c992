"""The only writers of exams and their papers."""

from django.db import transaction
from django.utils.translation import gettext as _

from courses.actions.drawing import draw_paper
from courses.models import Exam, ExamQuestion, PaperRule
from lms.audit import trail

EDITABLE = (
    "title", "course", "opens_at", "closes_at", "minutes", "attempts_allowed", "counting", "pass_percent",
    "shuffle_questions", "shuffle_options", "place", "one_device", "notes_leaving", "scores_after", "answers_after",
    "explanations_after", "anonymous_marking", "two_markers", "third_from_percent",
)


class ExamNotReady(Exception):
    """The exam cannot be changed or opened as it stands; the text says what to do."""


@transaction.atomic
def create_exam(*, actor, organisation, title, **fields):
    """Create an exam that is not open yet; ``fields`` are among ``EDITABLE``."""
    exam = Exam.objects.create(
        organisation=organisation, title=title, **{name: fields[name] for name in EDITABLE if name in fields}
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
def set_paper(*, actor, exam, items, rubrics=None):
    """Set the fixed questions to ``items``, ``[(question, points)]`` in order; ``rubrics`` are ``{question id: rubric}``.

    Raises :class:`ExamNotReady` while the exam is open.
    """
    _check_closed(exam)
    if any(points < 1 for question, points in items):
        raise ExamNotReady(_("Every question on the paper needs at least one point."))
    ExamQuestion.objects.filter(exam=exam).delete()
    ExamQuestion.objects.bulk_create([
        ExamQuestion(exam=exam, question=question, points=points, order=order, rubric=(rubrics or {}).get(question.pk, []))
        for order, (question, points) in enumerate(items, start=1)
    ])
    trail.record(
        actor=actor, verb="exam.paper", target=exam, organisation=exam.organisation, detail={"questions": len(items)}
    )


@transaction.atomic
def set_rules(*, actor, exam, rules):
    """Set what is drawn for each person to ``rules``, :class:`PaperRule` without an exam, in order.

    Raises :class:`ExamNotReady` while the exam is open.
    """
    _check_closed(exam)
    PaperRule.objects.filter(exam=exam).delete()
    for order, rule in enumerate(rules, start=1):
        rule.pk, rule.exam, rule.order = None, exam, order
    PaperRule.objects.bulk_create(rules)
    trail.record(actor=actor, verb="exam.rules", target=exam, organisation=exam.organisation, detail={"rules": len(rules)})


def _check_closed(exam):
    if exam.is_open:
        raise ExamNotReady(_("Close the exam before you change its paper."))


@transaction.atomic
def open_exam(*, actor, exam):
    """Open the exam to its candidates; open already, nothing happens.

    Raises :class:`ExamNotReady` without a paper, and when the banks hold fewer questions than its rules ask for.
    """
    paper, short = draw_paper(exam, 0)
    if short:
        raise ExamNotReady(" ".join(
            _("Rule %(number)s of the paper asks for %(wanted)s questions; its bank has %(found)s that no other rule takes.")
            % {"number": one.number, "wanted": one.wanted, "found": one.found} for one in short
        ))
    if not paper:
        raise ExamNotReady(_("Put questions on the paper first, then open the exam."))
    _switch(actor, exam, is_open=True)


@transaction.atomic
def release_results(*, actor, exam, now):
    """Show candidates whatever waits for a decision (``Release.DECIDED``); done before, nothing happens."""
    if Exam.objects.filter(pk=exam.pk, released_at=None).update(released_at=now):
        exam.released_at = now
        trail.record(actor=actor, verb="exam.release", target=exam, organisation=exam.organisation)


@transaction.atomic
def withdraw_results(*, actor, exam):
    """Hide again what was released by hand: for a release that came too early."""
    if Exam.objects.filter(pk=exam.pk, released_at__isnull=False).update(released_at=None):
        exam.released_at = None
        trail.record(actor=actor, verb="exam.withdraw", target=exam, organisation=exam.organisation)


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
