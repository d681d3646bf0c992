"""The only writers of exams: their settings, opening and closing, release of results, copies. Papers: ``paper_setup``."""

from django.db import transaction
from django.utils import timezone

from courses.actions.drawing import draw_paper
from courses.actions.paper_setup import ExamNotReady, held, set_paper, set_rules
from courses.explain_exams import lack_texts
from courses.models import Exam, ExamInvigilator, ExamQuestion, PaperRule
from courses.rules import rubric
from courses.rules.opening import Draft, lacks
from lms.audit import trail

__all__ = [
    "EDITABLE", "ExamNotReady", "close_exam", "create_exam", "duplicate_exam", "edit_exam", "lacks_of", "open_exam",
    "release_results", "set_paper", "set_rules", "withdraw_results",
]

EDITABLE = (
    "title", "course", "opens_at", "closes_at", "minutes", "attempts_allowed", "counting", "pass_percent",
    "shuffle_questions", "shuffle_options", "place", "one_device", "notes_leaving", "scores_after", "answers_after",
    "explanations_after", "anonymous_marking", "two_markers", "third_from_percent", "invigilators_key_in",
)


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
def duplicate_exam(*, actor, exam, title, opens_at=None, closes_at=None, with_invigilators=False):
    """Make another exam of the same settings and paper, for the next class; nobody is a candidate of it, and it is not open."""
    made = Exam.objects.create(
        organisation=exam.organisation, **{name: getattr(exam, name) for name in EDITABLE} | {
            "title": title, "opens_at": opens_at, "closes_at": closes_at,
        },
    )
    ExamQuestion.objects.bulk_create([
        ExamQuestion(exam=made, question_id=row.question_id, points=row.points, order=row.order, rubric=row.rubric)
        for row in exam.paper.all()
    ])
    rules = list(exam.rules.all())
    for rule in rules:
        rule.pk, rule.exam, rule._state.adding = None, made, True
    PaperRule.objects.bulk_create(rules)
    if with_invigilators:
        ExamInvigilator.objects.bulk_create([
            ExamInvigilator(exam=made, person_id=pk) for pk in exam.invigilators.values_list("person_id", flat=True)
        ])
    trail.record(
        actor=actor, verb="exam.duplicate", target=made, organisation=made.organisation, detail={"exam": exam.pk}
    )
    return made


def lacks_of(exam, *, now=None):
    """Return everything that stands in the way of opening ``exam`` (``rules.opening.Lack``). Five queries at most."""
    paper, short = draw_paper(exam, 0)
    off = [
        (number, given, due)
        for number, row in enumerate(exam.paper.select_related("question"), start=1) if row.rubric
        for _part, given, due in rubric.off(row.rubric, row.question.content, row.points)
    ]
    return lacks(Draft(len(paper), tuple(short), tuple(off), exam.closes_at), now=now or timezone.now())


@transaction.atomic
def open_exam(*, actor, exam, now=None):
    """Open the exam to its candidates; open already, nothing happens.

    Raises :class:`ExamNotReady` with all that is missing: a paper, questions in the banks, rubrics that add up, time.
    """
    held(exam)
    if missing := lacks_of(exam, now=now):
        raise ExamNotReady(" ".join(lack_texts(missing)))
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
