"""The only writers of an exam's paper: its fixed questions in their order, their points and rubrics, and what is drawn.

A paper changes only while its exam is closed. Each change holds the exam's row, so that none slips in beside its opening.
"""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from courses.models import Exam, ExamQuestion, PaperRule
from courses.rules import rubric as rubrics
from lms.audit import trail

MOST_QUESTIONS, MOST_RULES = 200, 30
MOST_POINTS = 100


class ExamNotReady(Exception):
    """The exam cannot be changed or opened as it stands; the text says what to do."""


def held(exam):
    """Hold the exam's row for the rest of the transaction and return it as it is now."""
    return Exam.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=exam.pk)


def _closed(exam):
    now = held(exam)
    if now.is_open:
        raise ExamNotReady(_("Close the exam before you change its paper."))
    return now


def _note(actor, exam, verb, **detail):
    trail.record(actor=actor, verb=verb, target=exam, organisation=exam.organisation, detail=detail)


@transaction.atomic
def set_paper(*, actor, exam, items, rubrics=None):
    """Set the fixed questions to ``items``, ``[(question, points)]`` in order; ``rubrics`` are ``{question id: rubric}``.

    Raises :class:`ExamNotReady` while the exam is open.
    """
    _closed(exam)
    if any(points < 1 for question, points in items):
        raise ExamNotReady(_("Every question on the paper needs at least one point."))
    ExamQuestion.objects.filter(exam=exam).delete()
    ExamQuestion.objects.bulk_create([
        ExamQuestion(exam=exam, question=question, points=points, order=order, rubric=(rubrics or {}).get(question.pk, []))
        for order, (question, points) in enumerate(items, start=1)
    ])
    _note(actor, exam, "exam.paper", questions=len(items))


@transaction.atomic
def set_rules(*, actor, exam, rules):
    """Set what is drawn for each person to ``rules``, :class:`PaperRule` without an exam, in order.

    Raises :class:`ExamNotReady` while the exam is open.
    """
    _closed(exam)
    PaperRule.objects.filter(exam=exam).delete()
    for order, rule in enumerate(rules, start=1):
        rule.pk, rule.exam, rule.order = None, exam, order
    PaperRule.objects.bulk_create(rules)
    _note(actor, exam, "exam.rules", rules=len(rules))


@transaction.atomic
def add_questions(*, actor, exam, questions, points):
    """Put ``questions`` at the end of the paper for ``points`` each; return how many were new.

    A question that stands there already, in whatever version, stays as it is. Raises :class:`ExamNotReady`.
    """
    _closed(exam)
    rows = ExamQuestion.objects.filter(exam=exam)
    there = set(rows.values_list("question__lineage", flat=True))
    new = {question.lineage: question for question in questions if question.lineage not in there}
    if len(there) + len(new) > MOST_QUESTIONS:
        raise ExamNotReady(_("A paper holds at most %(most)s fixed questions. Take some off, or draw by a rule.") % {
            "most": MOST_QUESTIONS})
    after = rows.aggregate(last=Max("order"))["last"] or 0
    ExamQuestion.objects.bulk_create([
        ExamQuestion(exam=exam, question=question, points=points, order=after + place)
        for place, question in enumerate(new.values(), start=1)
    ])
    if new:
        _note(actor, exam, "exam.paper", questions=len(there) + len(new))
    return len(new)


@transaction.atomic
def arrange_paper(*, actor, exam, points, order=None, without=()):
    """Change several things of the fixed questions at once, all by the ids of their rows.

    ``points`` is ``{row id: points}``; ``order`` the row ids as they shall stand (those it leaves out keep their place behind
    them); ``without`` those to take off. What is not on this paper is ignored. Nothing changed writes nothing.
    """
    _closed(exam)
    rows = list(ExamQuestion.objects.filter(exam=exam))
    gone = {row.pk for row in rows if row.pk in set(without)}
    kept = [row for row in rows if row.pk not in gone]
    before = {row.pk: (row.points, row.order) for row in kept}
    for row in kept:
        wanted = points.get(row.pk, row.points)
        if not 1 <= wanted <= MOST_POINTS:
            raise ExamNotReady(_("Give each question between 1 and %(most)s points.") % {"most": MOST_POINTS})
        row.points = wanted
    places = {pk: place for place, pk in enumerate(order or [row.pk for row in kept])}
    kept.sort(key=lambda row: (places.get(row.pk, len(places)), row.order, row.pk))
    for place, row in enumerate(kept, start=1):
        row.order = place
    changed = [row for row in kept if before[row.pk] != (row.points, row.order)]
    if not (changed or gone):
        return
    ExamQuestion.objects.filter(pk__in=gone).delete()
    ExamQuestion.objects.bulk_update(changed, ["points", "order"])
    _note(actor, exam, "exam.paper", questions=len(kept))


@transaction.atomic
def set_rubric(*, actor, row, rubric):
    """Set what people mark the question ``row`` by. Raises :class:`ExamNotReady` when the points do not add up."""
    exam = _closed(row.exam)
    if rubrics.off(rubric, row.question.content, row.points):
        raise ExamNotReady(_("The points of the criteria do not add up to those of the question."))
    ExamQuestion.objects.filter(pk=row.pk).update(rubric=rubric)
    row.rubric = rubric
    _note(actor, exam, "exam.rubric", question=row.question_id, criteria=len(rubric))


@transaction.atomic
def save_rule(*, actor, exam, rule):
    """Add a rule at the end, or change it where it stands. Raises :class:`ExamNotReady`."""
    _closed(exam)
    rows = PaperRule.objects.filter(exam=exam)
    rule.exam = exam
    if rule.pk is None:
        if rows.count() >= MOST_RULES:
            raise ExamNotReady(_("A paper has at most %(most)s rules. Join some of them.") % {"most": MOST_RULES})
        rule.order = (rows.aggregate(last=Max("order"))["last"] or 0) + 1
    rule.save()
    _note(actor, exam, "exam.rules", rules=rows.count())
    return rule


@transaction.atomic
def arrange_rules(*, actor, exam, order=None, without=()):
    """Put the rules in ``order`` (their ids), and take off those ``without``."""
    _closed(exam)
    rows = list(PaperRule.objects.filter(exam=exam))
    kept = [row for row in rows if row.pk not in set(without)]
    PaperRule.objects.filter(exam=exam).exclude(pk__in=[row.pk for row in kept]).delete()
    places = {pk: place for place, pk in enumerate(order or [row.pk for row in kept])}
    kept.sort(key=lambda row: (places.get(row.pk, len(places)), row.order, row.pk))
    for place, row in enumerate(kept, start=1):
        row.order = place
    PaperRule.objects.bulk_update(kept, ["order"])
    _note(actor, exam, "exam.rules", rules=len(kept))
