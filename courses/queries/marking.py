"""Reads for people who mark: what waits for whom, without a word of whose answers they are."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from courses.enums import QuestionKind, Remedy
from courses.models import AnswerMark, Attempt, AttemptAnswer, Exam, MarkClaim, Question, Regrade
from courses.rules import marking
from courses.rules.questions import BY_PEOPLE
from courses.rules.queue import after, in_order, seats, stage
from courses.rules.results import Opinion, agreed


def answers_by_people(user):
    """What people mark, and ``user`` may: answers of handed-in attempts, nothing of their own."""
    return (
        AttemptAnswer.objects.filter(attempt__submitted_at__isnull=False, question__in=Question.objects.by_people().values("pk"))
        .exclude(chosen=[]).exclude(attempt__person=user)
    )


def exams_to_mark(user):
    """Exams with answers that people mark, each with ``answers`` and how many of them are ``waiting``; those first."""
    own = answers_by_people(user).filter(attempt__exam=OuterRef("pk")).order_by().values("attempt__exam")
    total, waiting = (
        Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count"), output_field=IntegerField()), 0)
        for rows in (own, own.filter(points=None))
    )
    return (
        Exam.objects.markable_by(user).annotate(answers=total, waiting=waiting).filter(answers__gt=0)
        .select_related("organisation").order_by("-waiting", "-pk")
    )


@dataclass(frozen=True)
class Unit:
    """One answer, or one part of a case's answer. ``stage`` is the opinion that the reader could give, ``taken`` the seats
    that are done or held by others, ``free`` whether a seat is left for the reader."""

    answer: int
    question: int
    part: int
    possible: int
    done: bool
    stage: str
    taken: frozenset
    free: bool
    mine: bool


@dataclass
class Group:
    """One question, or one part of a case, as the list of an exam's questions shows it."""

    question: Question
    part: int
    number: int
    stem: str
    possible: int
    answers: int = 0
    done: int = 0
    mine: int = 0
    waiting: dict = field(default_factory=lambda: dict.fromkeys(("first", "second", "third"), 0))

    @property
    def for_me(self):
        return sum(self.waiting.values())


def groups_of(exam, user, now=None):
    """Return the :class:`Group` of each question that people mark, in the order of the papers. Seven queries."""
    found, contents, places = _units(exam, user, now=now)
    groups = {}
    for unit in found:
        key = (unit.question, unit.part)
        if key not in groups:
            question, content = contents[unit.question]
            stem = content.parts[unit.part - 1].stem if unit.part else content.stem
            groups[key] = Group(question, unit.part, places[unit.question], stem, unit.possible)
        group = groups[key]
        group.answers += 1
        group.done += unit.done
        group.mine += unit.mine
        if unit.stage and unit.free:
            group.waiting[unit.stage] += 1
    return sorted(groups.values(), key=lambda group: (group.number, group.question.pk, group.part))


def next_units(exam, user, question_id, part, after_answer=None, now=None):
    """Return the :class:`Unit` of each answer to one question that waits for ``user``, in the order they get them."""
    found = {
        unit.answer: unit for unit in _units(exam, user, question_id, now=now)[0]
        if unit.part == part and unit.stage and unit.free
    }
    known = [*found, after_answer] if after_answer is not None and after_answer not in found else list(found)
    ids = in_order(known, secret=f"{settings.SECRET_KEY}/{user.pk}/{question_id}")
    return [found[pk] for pk in after(ids, after_answer) if pk in found]


def _units(exam, user, question_id=None, now=None):
    now = now or timezone.now()
    attempts = Attempt.objects.handed_in().filter(exam=exam).exclude(person=user)
    papers, places = _papers(attempts.order_by().values_list("pk", "paper"), question_id)
    settled = {
        row.question_id: row.remedy in (Remedy.VOID, Remedy.FULL) for row in Regrade.objects.filter(exam=exam).counting()
    }
    wanted = {pk for pk in places if not settled.get(pk)}
    contents = {row.pk: (row, row.content) for row in Question.objects.by_people().filter(pk__in=wanted)}
    answers = AttemptAnswer.objects.filter(attempt__in=attempts, question__in=contents).exclude(chosen=[])
    opinions, corrected = _opinions(answers)
    claims = _claims(answers, user, now)
    parts = _answered_parts(answers)
    found = []
    for answer, attempt, question in answers.order_by("pk").values_list("pk", "attempt_id", "question_id"):
        if question in papers.get(attempt, ()):
            whole = _whole(contents[question][1], papers[attempt][question])
            for part in parts.get(answer, (0,)):
                found.append(_unit(
                    exam, user, answer, question, part, (whole.parts[part - 1] if part else whole).points,
                    opinions.get((answer, part), {}), answer in corrected, claims.get((answer, part), frozenset()),
                ))
    return found, contents, places


def _unit(exam, user, answer, question, part, possible, opinions, corrected, taken):
    rules, opinions = exam.marking_rules, list(opinions.values())
    done = corrected or agreed(opinions, possible=possible, rules=rules)[1] == "done"
    turn = "" if done else stage(opinions, marker=user.pk, possible=possible, rules=rules)
    return Unit(
        answer=answer, question=question, part=part, possible=possible, done=done, stage=turn, taken=taken,
        free=bool(turn) and any(seat not in taken for seat in seats(turn, rules)),
        mine=any(one.marker == user.pk for one in opinions),
    )


def _papers(rows, question_id):
    """Return the points of each question by attempt, and the first place where each question stands on a paper."""
    papers, places = {}, {}
    for pk, paper in rows:
        points = {}
        for place, item in enumerate(paper, start=1):
            if question_id in (None, item["question"]):
                points[item["question"]] = item["points"]
                places[item["question"]] = min(place, places.get(item["question"], place))
        papers[pk] = points
    return papers, places


def _opinions(answers):
    found, corrected = defaultdict(dict), set()
    rows = AnswerMark.objects.filter(answer__in=answers.values("pk")).order_by("made_at", "pk")
    for answer, part, marker, points, settles, corrects in rows.values_list(
        "answer_id", "part", "marker_id", "points", "settles", "corrects"
    ):
        if corrects:
            corrected.add(answer)
        else:
            found[answer, part][marker] = Opinion(marker, points, settles)
    return found, corrected


def _claims(answers, user, now):
    """Map each answer and part to the seats that are done, or held by others."""
    found = defaultdict(set)
    rows = MarkClaim.objects.filter(answer__in=answers.values("pk")).filter(
        Q(done_at__isnull=False) | (Q(until__gt=now) & ~Q(marker=user))
    )
    for answer, part, seat in rows.values_list("answer_id", "part", "seat"):
        found[answer, part].add(seat)
    return {key: frozenset(taken) for key, taken in found.items()}


def _answered_parts(answers):
    """Map each answer to a case to the numbers of the parts that were answered and that people mark."""
    found = {}
    rows = answers.filter(question__kind=QuestionKind.CASE).values_list("pk", "chosen", "question__parts")
    for pk, chosen, parts in rows:
        found[pk] = [
            number for number, (part, given) in enumerate(zip(parts, chosen, strict=False), start=1)
            if given and part["kind"] in BY_PEOPLE
        ]
    return found


def _whole(content, points):
    return marking.paper_question(content, id=0, points=points)
