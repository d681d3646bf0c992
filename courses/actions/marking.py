"""Marking attempts: what rules give and what people give, until an attempt has its result."""

from django.utils import timezone

from courses.models import AnswerMark, AttemptAnswer, Question, Regrade
from courses.rules import marking
from courses.rules.results import Opinion, agreed


def questions_of(attempt):
    """Return the attempt's questions with their keys, in the paper's order, as they count after every regrading.

    For marking only: never for a page.
    """
    remedies = {row.question_id: row for row in Regrade.objects.filter(exam=attempt.exam_id)}
    wanted = {item["question"] for item in attempt.paper}
    replaced = {pk: row.replacement_id for pk, row in remedies.items() if row.replacement_id and pk in wanted}
    rows = Question.objects.in_bulk(wanted | set(replaced.values()))
    return [
        marking.paper_question(
            rows[replaced.get(pk, pk)].content, id=pk, points=item["points"], options=item["options"],
            remedy="" if pk in replaced or pk not in remedies else remedies[pk].remedy,
        )
        for item in attempt.paper for pk in [item["question"]]
    ]


def opinions_of(answers):
    """Return what people gave: ``{answer id: {part: [Opinion]}}``, the newest of each marker, first markers first."""
    found = {}
    for row in AnswerMark.objects.filter(answer__in=answers).order_by("made_at", "pk"):
        of_part = found.setdefault(row.answer_id, {}).setdefault(row.part, {})
        of_part[row.marker_id] = Opinion(row.marker_id, row.points, row.settles)
    return {pk: {part: list(by.values()) for part, by in parts.items()} for pk, parts in found.items()}


def given_by_people(questions, answers, rules):
    """Return ``{question id: {part: points}}`` of the answers that people have finished marking."""
    possible = {
        (question.id, number): part.points
        for question in questions for number, part in enumerate((question, *question.parts))
    }
    opinions, given = opinions_of(answers), {}
    for row in answers:
        for part, of_part in opinions.get(row.pk, {}).items():
            points, state = agreed(of_part, possible=possible.get((row.question_id, part), 0), rules=rules)
            if state == "done":
                given.setdefault(row.question_id, {})[part] = points
    return given


def settle(attempt, *, now=None):
    """Mark a handed-in attempt as far as it can be, in the caller's transaction; return how many questions were answered.

    Points, verdict and the points of each answer are written together. The caller holds the attempt's row.
    """
    questions = questions_of(attempt)
    saved = list(AttemptAnswer.objects.filter(attempt=attempt))
    by_people = [row for row in saved if row.chosen]
    result = marking.mark_paper(
        questions, {row.question_id: row.chosen for row in saved},
        given_by_people(questions, by_people, attempt.exam.marking_rules) if any(_by_people(one) for one in questions) else {},
    )
    for row in saved:
        row.points = result.by_question.get(row.question_id, 0)
    AttemptAnswer.objects.bulk_update(saved, ["points"])
    attempt.points, attempt.points_possible = result.points, result.possible
    attempt.passed = attempt.marked_at = None
    if result.points is not None:
        attempt.passed = marking.is_pass(result.points, result.possible, attempt.exam.pass_percent)
        attempt.marked_at = now or timezone.now()
    attempt.save(update_fields=["points", "points_possible", "passed", "marked_at"])
    return len([row for row in saved if row.chosen])


def _by_people(question):
    return question.kind in marking.BY_PEOPLE or any(part.kind in marking.BY_PEOPLE for part in question.parts)
