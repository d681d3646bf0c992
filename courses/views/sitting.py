"""What a candidate does: read the rules, answer on one page, look it over, hand it in, see the result.

Pages here are drawn from :func:`_shown` only, which never touches a key or an explanation.
"""

import math

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.actions import exams
from courses.models import Attempt, AttemptAnswer, Exam, Question
from courses.question_pages import asked, media_for
from courses.rules.marking import counts_now
from courses.rules.paper import read_answer
from courses.rules.questions import from_row


@require_GET
@login_required
def mine(request):
    """The exams one may sit or has sat."""
    rows = list(Exam.objects.open_to(request.user).order_by("-is_open", "title", "pk")[:50])
    tried = {}
    for attempt in Attempt.objects.visible_to(request.user).filter(exam__in=rows).order_by("pk"):
        tried.setdefault(attempt.exam_id, []).append(attempt)
    entries = [
        {"exam": row, "attempts": len(tried.get(row.pk, [])), "passed": any(one.passed for one in tried.get(row.pk, []))}
        for row in rows
    ]
    return render(request, "courses/exams_mine.html", {"entries": entries})


@require_http_methods(["GET", "POST"])
@login_required
def exam(request, pk):
    """The rules, the attempts so far, and the button that begins one."""
    found = get_object_or_404(Exam.objects.open_to(request.user).select_related("course"), pk=pk)
    if request.method == "POST":
        try:
            attempt = exams.start_attempt(person=request.user, exam=found)
        except exams.ExamRefused as refused:
            return render(request, "courses/exam.html", _exam_context(request.user, found, refused=str(refused)), status=409)
        return redirect("courses:attempt", attempt.pk)
    return render(request, "courses/exam.html", _exam_context(request.user, found))


def _exam_context(person, found, refused=""):
    attempts = list(Attempt.objects.visible_to(person).filter(exam=found).order_by("number"))
    running = next((one for one in attempts if one.submitted_at is None), None)
    code = "" if running else exams.may_start(person=person, exam=found)
    return {
        "exam": found, "attempts": attempts, "running": running, "passed": any(one.passed for one in attempts),
        "questions": found.paper.count(), "left": max(0, found.attempts_allowed - len(attempts)),
        "refused": refused or (exams.REFUSALS[code]() if code else ""),
    }


@require_http_methods(["GET", "POST"])
@login_required
def attempt(request, pk):
    """All questions on one page; sending it keeps the answers and leads to the page where one looks them over."""
    found = _own(request, pk)
    if found.submitted_at is not None:
        return redirect("courses:attempt-result", found.pk)
    now = timezone.now()
    if request.method == "POST":
        exams.save_answers(attempt=found, answers=_posted(request, found), now=now)
        return redirect("courses:attempt-review", found.pk)
    return render(request, "courses/attempt.html", {**_shown(found), **_time_left(found, now)})


@require_POST
@login_required
def attempt_save(request, pk):
    """Keep the answers so far, for the page that saves while one answers. 409 when they no longer count."""
    found = _own(request, pk)
    now = timezone.now()
    kept = exams.save_answers(attempt=found, answers=_posted(request, found), now=now)
    return JsonResponse({"saved": kept, "seconds_left": _seconds(found, now)}, status=200 if kept else 409)


@require_GET
@login_required
def attempt_review(request, pk):
    """What was answered and what was not, and the button that hands the exam in."""
    found = _own(request, pk)
    if found.submitted_at is not None:
        return redirect("courses:attempt-result", found.pk)
    shown = _shown(found)
    open_ones = [item for item in shown["items"] if not item["answered"]]
    return render(request, "courses/attempt_review.html", {**shown, "open": open_ones, **_time_left(found, timezone.now())})


@require_POST
@login_required
def attempt_submit(request, pk):
    found = _own(request, pk)
    answers = _posted(request, found) if "answers" in request.POST else {}
    exams.submit_attempt(attempt=found, answers=answers)
    return redirect("courses:attempt-result", found.pk)


@require_GET
@login_required
def attempt_result(request, pk):
    found = _own(request, pk)
    if found.submitted_at is None:
        return redirect("courses:attempt", found.pk)
    used = Attempt.objects.visible_to(request.user).filter(exam=found.exam).count()
    return render(request, "courses/attempt_result.html", {
        "attempt": found, "exam": found.exam, "left": max(0, found.exam.attempts_allowed - used),
    })


def _own(request, pk):
    return get_object_or_404(Attempt.objects.visible_to(request.user).select_related("exam"), pk=pk)


def _posted(request, found):
    """Every question of the paper with what was answered: a page sends them all, and nothing sent means no answer."""
    kinds = dict(Question.objects.filter(pk__in=[item["question"] for item in found.paper]).values_list("pk", "kind"))
    return {
        pk: read_answer(kinds[pk], item, request.POST.getlist(f"q{pk}"))
        for item in found.paper if (pk := item["question"]) in kinds
    }


def _seconds(found, now):
    return max(0, math.ceil((found.deadline - now).total_seconds()))


def _time_left(found, now):
    seconds = _seconds(found, now)
    return {"seconds": seconds, "minutes": math.ceil(seconds / 60), "over": not counts_now(now, found.deadline)}


def _shown(found):
    """What a candidate may see of the paper: number, stem, options and their own answer. Three queries, one more for pictures."""
    contents = {
        row["pk"]: from_row(row) for row in Question.objects.filter(pk__in=[item["question"] for item in found.paper])
        .values("pk", "kind", "stem", "options", "media")
    }
    answers = dict(AttemptAnswer.objects.filter(attempt=found).values_list("question_id", "chosen"))
    media = media_for(contents.values())
    items = [
        {
            "number": number, "points": item["points"],
            **asked(contents[pk], name=f"q{pk}", drawn=item, answer=answers.get(pk, []), media=media),
        }
        for number, item in enumerate(found.paper, start=1) if (pk := item["question"]) in contents
    ]
    return {"attempt": found, "exam": found.exam, "items": items}
