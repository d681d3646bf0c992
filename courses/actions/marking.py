"""Marking attempts: what rules give and what people give, until an attempt has its result.

All of it takes many attempts of one exam at once, in a number of queries that does not depend on how many.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils import timezone

from courses.enums import Release, Remedy
from courses.models import AnswerMark, Attempt, AttemptAnswer, Question, Regrade
from courses.rules import marking
from courses.rules.regrading import Score
from courses.rules.results import Opinion, agreed


@dataclass
class Marks:
    """What people gave for answers: ``opinions`` ``{answer id: {part: [Opinion]}}``, ``corrected`` ``{answer id: points}``."""

    opinions: dict = field(default_factory=dict)
    corrected: dict = field(default_factory=dict)


def questions_of(attempt):
    """Return the attempt's questions with their keys, in the paper's order, as they count after every regrading.

    For marking only: never for a page.
    """
    return papers_of([attempt])[attempt.pk]


def papers_of(attempts, trial=None):
    """Return ``{attempt id: questions_of(attempt)}`` for attempts of one exam; ``trial`` is a regrading that is tried out."""
    if not attempts:
        return {}
    remedies = {row.question_id: row for row in Regrade.objects.filter(exam=attempts[0].exam_id).counting()}
    if trial is not None:
        remedies[trial.question_id] = trial
    wanted = {item["question"] for attempt in attempts for item in attempt.paper}
    replaced = {pk: row.replacement_id for pk, row in remedies.items() if row.replacement_id and pk in wanted}
    rows = Question.objects.in_bulk(wanted | set(replaced.values()))
    contents = {pk: rows[replaced.get(pk, pk)].content for pk in wanted}
    remedy = {pk: row.remedy for pk, row in remedies.items() if row.remedy in (Remedy.VOID, Remedy.FULL)}
    return {
        attempt.pk: [
            marking.paper_question(
                contents[item["question"]], id=item["question"], points=item["points"], options=item["options"],
                remedy=remedy.get(item["question"], ""),
            ) for item in attempt.paper
        ] for attempt in attempts
    }


def marks_on(answers):
    """Return the :class:`Marks` of people on ``answers``: the newest of each marker, first markers first. One query."""
    found = Marks()
    rows = AnswerMark.objects.filter(answer__in=answers).order_by("made_at", "pk")
    for pk, part, marker, points, settles, corrects in rows.values_list(
        "answer_id", "part", "marker_id", "points", "settles", "corrects"
    ):
        if corrects:
            found.corrected[pk] = points
        else:
            found.opinions.setdefault(pk, {}).setdefault(part, {})[marker] = Opinion(marker, points, settles)
    found.opinions = {
        pk: {part: list(by.values()) for part, by in parts.items()} for pk, parts in found.opinions.items()
    }
    return found


def given_by_people(questions, answers, marks, rules):
    """Return ``{question id: {part: points}}`` of the answers that people have finished marking."""
    possible = {
        (question.id, number): part.points
        for question in questions for number, part in enumerate((question, *question.parts))
    }
    given = {}
    for row in answers:
        for part, of_part in marks.opinions.get(row.pk, {}).items():
            points, state = agreed(of_part, possible=possible.get((row.question_id, part), 0), rules=rules)
            if state == "done":
                given.setdefault(row.question_id, {})[part] = points
    return given


def marked(attempts, trial=None):
    """Mark handed-in attempts of one exam in mind; return ``{attempt id: (rules.marking.Marking, its answers)}``.

    Four queries, nothing is written.
    """
    papers = papers_of(attempts, trial)
    by_attempt = defaultdict(list)
    saved = list(AttemptAnswer.objects.filter(attempt__in=attempts).order_by("pk"))
    for row in saved:
        by_attempt[row.attempt_id].append(row)
    marks = marks_on([row.pk for row in saved]) if saved else Marks()
    found = {}
    for attempt in attempts:
        answers = by_attempt[attempt.pk]
        found[attempt.pk] = marking.mark_paper(
            papers[attempt.pk], {row.question_id: row.chosen for row in answers},
            given_by_people(papers[attempt.pk], answers, marks, attempt.exam.marking_rules),
            {row.question_id: marks.corrected[row.pk] for row in answers if row.pk in marks.corrected},
        ), answers
    return found


def score_of(attempt):
    """Return the attempt's result as it is written (``rules.regrading.Score``)."""
    return Score(attempt.points, attempt.points_possible, attempt.passed)


def score_by(attempt, result):
    """Return what the attempt comes to by ``result`` (``rules.marking.Marking``)."""
    passed = None
    if result.points is not None:
        passed = marking.is_pass(result.points, result.possible, attempt.exam.pass_percent)
    return Score(result.points, result.possible, passed)


def settle_all(attempts, *, now=None):
    """Write the results of handed-in attempts of one exam as far as they can be marked, in the caller's transaction.

    Points, verdict and the points of each answer are written together; what is marked already keeps its time. Returns
    ``[(attempt, Score before)]`` of those that changed. The caller holds the attempts' rows.
    """
    return _write(attempts, marked(attempts), now or timezone.now())


def _write(attempts, results, now):
    changed, touched = [], []
    for attempt in attempts:
        result, answers = results[attempt.pk]
        for row in answers:
            points = result.by_question.get(row.question_id, 0)
            if row.points != points:
                row.points = points
                touched.append(row)
        before, after = score_of(attempt), score_by(attempt, result)
        if before != after:
            attempt.points, attempt.points_possible, attempt.passed = after.points, after.possible, after.passed
            attempt.marked_at = None if after.points is None else attempt.marked_at or now
            changed.append((attempt, before))
    AttemptAnswer.objects.bulk_update(touched, ["points"], batch_size=500)
    Attempt.objects.bulk_update(
        [attempt for attempt, before in changed], ["points", "points_possible", "passed", "marked_at"], batch_size=500
    )
    return changed


def settle(attempt, *, now=None):
    """Mark an attempt that was handed in just now; return how many questions were answered. See :func:`settle_all`.

    Whoever reads the result on the next page needs no notice of it.
    """
    now, results = now or timezone.now(), marked([attempt])
    _write([attempt], results, now)
    if attempt.marked_at is not None and attempt.exam.scores_after == Release.HANDED_IN:
        attempt.told_at = now
        attempt.save(update_fields=["told_at"])
    return len([row for row in results[attempt.pk][1] if row.chosen])
