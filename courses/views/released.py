"""Questions and answers after the exam: what is released by now, and nothing before."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from courses.actions.marking import questions_of
from courses.explain import mark_texts
from courses.models import AnswerMark, Attempt, AttemptAnswer, Question
from courses.queries.exams import shown_of
from courses.question_pages import asked, keyed, media_for
from courses.rules import marking


@require_GET
@login_required
def attempt_answers(request, pk):
    """Each question with one's own answer, and with key, points and explanation as far as they are released."""
    found = get_object_or_404(Attempt.objects.visible_to(request.user).select_related("exam__organisation"), pk=pk)
    shown = shown_of(found, found.exam)
    if found.submitted_at is None or not (shown.answers or shown.explanations):
        return redirect("courses:attempt-result", found.pk)
    return render(request, "courses/attempt_answers.html", {
        "attempt": found, "exam": found.exam, "shown": shown, "items": _items(found, shown),
    })


def _items(found, shown):
    """Six queries, one more for pictures, whatever the number of questions."""
    rows = Question.objects.in_bulk([item["question"] for item in found.paper])
    contents = {pk: row.content for pk, row in rows.items()}
    answers = {row.question_id: row for row in AttemptAnswer.objects.filter(attempt=found)}
    marked = {question.id: question for question in questions_of(found)} if shown.answers else {}
    comments, corrected = {}, {}
    for mark in AnswerMark.objects.filter(answer__attempt=found).order_by("made_at", "pk"):
        if mark.corrects:
            corrected[mark.answer_id] = mark.points
        elif mark.comment:
            comments.setdefault(mark.answer_id, {})[mark.marker_id] = mark.comment
        else:  # the marker took an earlier comment back
            comments.get(mark.answer_id, {}).pop(mark.marker_id, None)
    media = media_for(contents.values())
    return [
        _item(number, item, contents[pk], answers.get(pk), marked.get(pk), (comments, corrected), shown, media)
        for number, item in enumerate(found.paper, start=1) if (pk := item["question"]) in contents
    ]


def _item(number, drawn, content, answer, question, people, shown, media):
    comments, corrected = people
    chosen = answer.chosen if answer else []
    item = {
        "number": number, "possible": drawn["points"],
        **asked(content, name=f"q{number}", drawn=drawn, answer=chosen, media=media),
        "comments": list(comments.get(answer.pk, {}).values()) if answer else [],
    }
    if shown.answers:
        given = {0: answer.points} if answer and answer.points is not None else None
        item["earned"] = answer.points if answer else 0
        item["possible"] = question.points
        item["right"] = _right(content)
        by_hand = corrected.get(answer.pk) if answer else None
        if not content.by_people or by_hand is not None or question.remedy:
            item["trace"] = mark_texts(marking.mark(question, chosen, given, by_hand).trace)
    if shown.explanations:
        item["explanations"] = [text for text in (content.explanation, *(part.explanation for part in content.parts)) if text]
    return item


def _right(content):
    if content.kind == "case":
        return [f"({at}) {'；'.join(keyed(part))}" for at, part in enumerate(content.parts, start=1) if part.key]
    return keyed(content)
