"""What item analysis reads: a constant number of queries, whatever the number of attempts; rows are streamed.

Only the first attempt of a person counts unless the last is asked for: whoever tries again has seen the questions before.
Attempts that wait for a marker, and such as hold no answer at all, are left out and counted. What was left out of an exam or
given to everyone (``Regrade``) says nothing about its question any more; it is named instead.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from courses.enums import Remedy
from courses.models import Attempt, AttemptAnswer, Exam, ExamQuestion, Question, Regrade
from courses.rules.item_analysis import Analysis, ItemFigures, Response, analyse, judge
from courses.rules.item_choices import choices_of, taken
from courses.rules.item_lineage import Joined, joined, joined_options

FIRST, LAST = "first", "last"
CHUNK = 2000


@dataclass(frozen=True)
class Asked:
    """A question: ``row`` is the version on the papers, ``content`` what it is marked by, ``number`` its place."""

    row: Question
    content: object
    number: int


@dataclass(frozen=True)
class ExamAnalysis:
    """``waiting`` attempts are not marked yet, ``blank`` ones hold no answer; ``left_out`` is ``[(Question, Remedy)]``."""

    analysis: Analysis
    questions: dict[int, Asked]
    left_out: list
    waiting: int
    blank: int


def chosen_attempts(pick=FIRST):
    """Return the handed-in attempts that count: the first of each person in an exam, or the last."""
    other = {"number__lt" if pick == FIRST else "number__gt": OuterRef("number")}
    others = Attempt.objects.handed_in().filter(exam=OuterRef("exam"), person=OuterRef("person"), **other)
    return Attempt.objects.handed_in().filter(~Exists(others))


def analysis_of(exam, *, pick=FIRST):
    """Return the :class:`ExamAnalysis` of an exam. Five queries."""
    remedies = {row.question_id: row for row in Regrade.objects.filter(exam=exam)}
    places = {pk: place for place, pk in enumerate(ExamQuestion.objects.filter(exam=exam).values_list("question_id", flat=True))}
    attempts = chosen_attempts(pick).filter(exam=exam)
    papers, known, waiting = {}, {}, 0
    for pk, marked_at, paper in attempts.order_by("pk").values_list("pk", "marked_at", "paper").iterator(chunk_size=CHUNK):
        if marked_at is None:
            waiting += 1
            continue
        items = tuple((item["question"], item["points"]) for item in paper)
        papers[pk] = known.setdefault(items, items)
    contents, rows, left_out = _contents({pk for items in known for pk, _ in items}, remedies)
    answers, given = _answers(attempts.exclude(marked_at=None)), set()
    sittings = []
    for attempt, by_question in answers:
        if attempt in papers and any(chosen for chosen, _, _ in by_question.values()):
            given.add(attempt)
            sittings.append([
                _response(pk, possible, contents[pk], by_question.get(pk)) for pk, possible in papers[attempt] if pk in contents
            ])
    order = sorted(contents, key=lambda pk: (places.get(pk, len(places)), pk))
    asked = {pk: Asked(rows[pk], contents[pk], number) for number, pk in enumerate(order, start=1)}
    return ExamAnalysis(
        analyse(sittings, _choices(contents)), asked, [(rows[pk], remedies[pk].remedy) for pk in left_out],
        waiting, len(papers) - len(given),
    )


def _contents(asked, remedies):
    """Return ``{id: what it is marked by}``, ``{id: row}``, and the ids that were left out or given to everyone. One query."""
    replaced = {pk: row.replacement_id for pk, row in remedies.items() if row.replacement_id and pk in asked}
    rows = {row.pk: row for row in Question.objects.filter(pk__in=asked | set(replaced.values()))}
    out = sorted(pk for pk in asked if pk in remedies and remedies[pk].remedy != Remedy.REKEY)
    contents = {pk: rows[replaced.get(pk, pk)].content for pk in sorted(asked) if pk in rows and pk not in out}
    return contents, rows, [pk for pk in out if pk in rows]


def _choices(contents):
    return {pk: found for pk, content in contents.items() if (found := choices_of(content)) is not None}


def _answers(attempts, **only):
    """Yield ``(attempt id, {question id: (chosen, points, seconds)})``. One query, streamed in the order of attempts."""
    rows = AttemptAnswer.objects.filter(attempt__in=attempts.order_by().values("pk"), **only).order_by("attempt_id")
    attempt, found = None, {}
    columns = ("attempt_id", "question_id", "chosen", "points", "seconds")
    for pk, question, *answer in rows.values_list(*columns).iterator(chunk_size=CHUNK):
        if pk != attempt:
            if found:
                yield attempt, found
            attempt, found = pk, {}
        found[question] = tuple(answer)
    if found:
        yield attempt, found


def _response(question, possible, content, answer):
    chosen, points, seconds = answer or ((), 0, 0)
    return Response(
        question, min(points or 0, possible), possible, taken(content, chosen), answered=bool(chosen), seconds=seconds
    )


# A question of a bank, over all exams ----------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Use:
    """What one exam says of one version."""

    exam: Exam
    version: Question
    figures: ItemFigures


@dataclass(frozen=True)
class VersionFigures:
    version: Question
    content: object
    joined: Joined
    options: tuple
    uses: tuple[Use, ...]


@dataclass(frozen=True)
class Lineage:
    """The newest version first; ``left_out`` is ``[(Exam, Question, Remedy)]``."""

    joined: Joined
    versions: tuple[VersionFigures, ...]
    left_out: list


def lineage_of(question, exams, *, pick=FIRST):
    """Return the :class:`Lineage` of a question over those of ``exams`` that asked it, whichever version. Five queries."""
    rows = {row.pk: row for row in Question.objects.filter(lineage=question.lineage).order_by("-version")}
    answered = AttemptAnswer.objects.filter(attempt__exam=OuterRef("pk"), question__in=rows)
    exams = {exam.pk: exam for exam in exams.filter(Exists(answered)).order_by("-opens_at", "-pk")}
    remedies = {(row.exam_id, row.question_id): row for row in Regrade.objects.filter(exam__in=exams, question__in=rows)}
    says = AttemptAnswer.objects.filter(attempt=OuterRef("pk")).exclude(chosen=[])
    attempts = chosen_attempts(pick).marked().filter(Exists(says), exam__in=exams)
    contents = {pk: row.content for pk, row in rows.items()}
    asked = _asked(attempts, set(rows))
    given = dict(_answers(attempts, question__in=rows))
    left_out, uses = [], {pk: [] for pk in rows}
    for (exam, pk), people in sorted(asked.items(), key=lambda one: (list(exams).index(one[0][0]), -rows[one[0][1]].version)):
        remedy = remedies.get((exam, pk))
        if remedy is not None and remedy.remedy != Remedy.REKEY:
            left_out.append((exams[exam], rows[pk], remedy.remedy))
            continue
        content = contents.get(remedy.replacement_id, contents[pk]) if remedy else contents[pk]
        responses = [
            (_response(pk, possible, content, given.get(attempt, {}).get(pk)), total) for attempt, possible, total in people
        ]
        uses[pk].append(Use(exams[exam], rows[pk], judge(pk, responses, choices_of(content))))
    versions = tuple(
        VersionFigures(
            rows[pk], contents[pk], joined([use.figures for use in found]), joined_options([use.figures for use in found]),
            tuple(found),
        ) for pk, found in uses.items() if found
    )
    return Lineage(joined([use.figures for found in uses.values() for use in found]), versions, left_out)


def _asked(attempts, versions):
    """Return ``{(exam id, question id): [(attempt id, possible, (points, possible) of the paper)]}``. One query, streamed."""
    found = {}
    columns = ("pk", "exam_id", "paper", "points", "points_possible")
    for pk, exam, paper, points, possible in attempts.order_by("pk").values_list(*columns).iterator(chunk_size=CHUNK):
        for item in paper:
            if item["question"] in versions:
                found.setdefault((exam, item["question"]), []).append((pk, item["points"], (points, possible)))
    return found
