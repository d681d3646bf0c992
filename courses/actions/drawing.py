"""Drawing a person's paper from the questions that everyone gets and the rules of the exam."""

from functools import reduce
from operator import or_

from django.db.models import BooleanField, Count, ExpressionWrapper, Q

from courses.models import ExamQuestion, PaperRule, Question
from courses.rules import paper


def matching(rule):
    """Return the condition of what a :class:`PaperRule` may draw, in the banks' newest versions."""
    found = Q(bank=rule.bank_id)
    if rule.kind:
        found &= Q(kind=rule.kind)
    if rule.theme:
        found &= Q(theme=rule.theme)
    if rule.tag:
        found &= Q(tags__contains=f"、{rule.tag}、")
    if rule.difficulty:
        found &= Q(difficulty=rule.difficulty)
    return found


def candidates_of(rules):
    """Return ``[(question id, lineage)]`` of what each of ``rules`` may draw. One query, none without rules."""
    if not rules:
        return []
    fits = {f"rule{at}": ExpressionWrapper(matching(rule), BooleanField()) for at, rule in enumerate(rules)}
    rows = (
        Question.objects.for_papers().filter(reduce(or_, map(matching, rules))).annotate(**fits).order_by("pk")
        .values_list("pk", "lineage", *fits)
    )
    found = [[] for _ in rules]
    for pk, lineage, *each in rows:
        for at, fit in enumerate(each):
            if fit:
                found[at].append((pk, lineage))
    return found


def counts_of(rules):
    """Return how many questions each of ``rules`` may draw from, in their order. One query, none without rules."""
    if not rules:
        return []
    counted = Question.objects.for_papers().filter(bank__in={rule.bank_id for rule in rules}).aggregate(
        **{f"rule{at}": Count("pk", filter=matching(rule)) for at, rule in enumerate(rules)}
    )
    return [counted[f"rule{at}"] for at in range(len(rules))]


def draw_paper(exam, seed):
    """Return ``(paper, [rules.paper.Short])``: what an attempt that begins with ``seed`` is given, and what was missing.

    Four queries at most, however many rules there are.
    """
    fixed = list(ExamQuestion.objects.filter(exam=exam).select_related("question"))
    contents = {row.question_id: row.question.content for row in fixed}
    rules = list(PaperRule.objects.filter(exam=exam))
    drawn, short = paper.choose(
        [(rule.wanted, found) for rule, found in zip(rules, candidates_of(rules), strict=True)],
        {row.question.lineage for row in fixed}, seed,
    )
    contents |= {row.pk: row.content for row in Question.objects.filter(pk__in=[pk for pk, _ in drawn])}
    items = [(row.question_id, row.points) for row in fixed] + drawn
    return [
        {"question": pk, "points": points, **paper.draw(contents[pk], seed + pk, shuffle=exam.shuffle_options)}
        for pk, points in paper.ordered(items, seed, shuffle=exam.shuffle_questions)
    ], short
