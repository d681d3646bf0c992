"""Drawing a person's paper from the questions that everyone gets and the rules of the exam."""

from courses.models import ExamQuestion, PaperRule, Question
from courses.rules import paper


def candidates_of(rule):
    """Return ``[(question id, lineage)]`` of what a :class:`PaperRule` may draw."""
    found = Question.objects.filter(bank=rule.bank_id).for_papers()
    if rule.kind:
        found = found.filter(kind=rule.kind)
    if rule.theme:
        found = found.filter(theme=rule.theme)
    if rule.tag:
        found = found.filter(tags__contains=f"、{rule.tag}、")
    if rule.difficulty:
        found = found.filter(difficulty=rule.difficulty)
    return list(found.order_by("pk").values_list("pk", "lineage"))


def draw_paper(exam, seed):
    """Return ``(paper, [rules.paper.Short])``: what an attempt that begins with ``seed`` is given, and what was missing.

    Three queries and one for each rule.
    """
    fixed = list(ExamQuestion.objects.filter(exam=exam).select_related("question"))
    contents = {row.question_id: row.question.content for row in fixed}
    rules = list(PaperRule.objects.filter(exam=exam))
    drawn, short = paper.choose(
        [(rule.wanted, candidates_of(rule)) for rule in rules], {row.question.lineage for row in fixed}, seed
    )
    contents |= {row.pk: row.content for row in Question.objects.filter(pk__in=[pk for pk, _ in drawn])}
    items = [(row.question_id, row.points) for row in fixed] + drawn
    return [
        {"question": pk, "points": points, **paper.draw(contents[pk], seed + pk, shuffle=exam.shuffle_options)}
        for pk, points in paper.ordered(items, seed, shuffle=exam.shuffle_questions)
    ], short
