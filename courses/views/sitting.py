"""What a candidate does: read the rules, answer, look it over, hand it in, see the result.

Pages here are drawn from :func:`_shown` only, which never touches a key or an explanation.
"""

import math

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.actions import exams
from courses.enums import ExamPlace
from courses.models import Attempt, AttemptAnswer, Exam, Question
from courses.queries.exams import results_for, scores_out, shown_of
from courses.question_pages import asked, media_for
from courses.rules.marking import counts_now
from courses.rules.paper import read_answer
from courses.rules.questions import from_row
from courses.rules.results import NOTHING
from courses.sitting_posts import read_changes, read_leaves
from lms.rules import rotating
from lms.views import claims
from lms.views.counters import count, counted
from lms.views.devices import device_of, device_to_be, with_device

WRONG_GUESSES = 12  # of six digits, in GUESSING_SECONDS, by one person
GUESSING_SECONDS = 300


@require_GET
@login_required
def mine(request):
    """The exams one may sit or has sat."""
    rows = list(Exam.objects.open_to(request.user).order_by("-is_open", "title", "pk")[:50])
    results = results_for(request.user, rows)
    running = set(Attempt.objects.visible_to(request.user).under_way().filter(exam__in=rows).values_list("exam_id", flat=True))
    entries = [
        {"exam": row, "result": results.get(row.pk, NOTHING), "running": row.pk in running} for row in rows
    ]
    return render(request, "courses/exams_mine.html", {"entries": entries, "now": timezone.now()})


@require_http_methods(["GET", "POST"])
@login_required
def exam(request, pk):
    """The rules, the attempts so far, and the button that begins one."""
    found = get_object_or_404(Exam.objects.open_to(request.user).select_related("course", "organisation"), pk=pk)
    now = timezone.now()
    if request.method == "POST":
        try:
            attempt = exams.start_attempt(
                person=request.user, exam=found, device=device_to_be(request), in_room=_in_room(request, found, now), now=now
            )
        except exams.ExamRefused as refused:
            shown = _exam_context(request, found, now, refused=str(refused), refused_code=refused.code)
            return render(request, "courses/exam.html", shown, status=409)
        return with_device(request, redirect("courses:attempt", attempt.pk))
    return render(request, "courses/exam.html", _exam_context(request, found, now))


@require_GET
@login_required
def exam_room(request, pk, code):
    """What the code shown in the room opens: the exam's page, which then knows where one is."""
    found = get_object_or_404(Exam.objects.open_to(request.user).select_related("course", "organisation"), pk=pk)
    now = timezone.now()
    good = rotating.accepts(code, secret=found.room_secret, subject=found.room_subject, now=now)
    shown = _exam_context(
        request, found, now, claim=claims.signed(request.user, found.room_subject, now) if good else "",
        refused="" if good else exams.REFUSALS["room_code"](), refused_code="" if good else "room_code",
    )
    return render(request, "courses/exam.html", shown, status=200 if good else 409)


def _in_room(request, found, now):
    """Tell whether the form proves that one stands in the room: by a fresh scan, or by the six digits shown there."""
    if found.place == ExamPlace.ANYWHERE or claims.vouched(request, found.room_subject, now):
        return True
    digits = "".join(request.POST.get("room_code", "").split())
    guesses = f"exam:{request.user.pk}"
    if not digits or counted(guesses) >= WRONG_GUESSES:
        return False
    if rotating.accepts_spoken(digits, secret=found.room_secret, subject=found.room_subject, now=now):
        return True
    count(guesses, GUESSING_SECONDS)
    return False


def _exam_context(request, found, now, *, refused="", refused_code="", claim=""):
    person = request.user
    attempts = list(Attempt.objects.visible_to(person).filter(exam=found).order_by("number"))
    running = next((one for one in attempts if one.submitted_at is None), None)
    code = "" if running else exams.may_start(person=person, exam=found, now=now, in_room=True)
    return {
        "exam": found, "attempts": attempts, "running": running,
        "result": results_for(person, [found]).get(found.pk, NOTHING),
        "scores_out": bool(attempts) and found.pk in scores_out([found], now),
        "left": max(0, found.attempts_allowed - len(attempts)), "claim": claim,
        "asks_code": found.place == ExamPlace.ROOM and not claim and not running,
        "refused": refused or (exams.REFUSALS[code]() if code else ""), "may_begin": not code, "refused_code": refused_code,
    }


@require_http_methods(["GET", "POST"])
@login_required
def attempt(request, pk):
    """The questions; sending the page keeps the answers and leads to where one looks them over."""
    found, now = _own(request, pk), timezone.now()
    if found.submitted_at is not None:
        return redirect("courses:attempt-result", found.pk)
    if refused := _other_device(request, found, now):
        return refused
    if request.method == "POST":
        exams.save_answers(attempt=found, answers=_posted(request, found), now=now)
        return redirect("courses:attempt-review", found.pk)
    return with_device(request, render(request, "courses/attempt.html", {**_shown(found), **_time_left(found, now)}))


@require_POST
@login_required
def attempt_save(request, pk):
    """Keep the changes that a page reports; 409 when they no longer count, with what the page shall do.

    Answers ``{"saved": true, "seconds_left"}``, or ``{"saved": false, "go": address}``.
    """
    found, now = _own(request, pk), timezone.now()
    device = device_of(request)
    if found.exam.one_device and found.device != device:
        exams.refuse_device(attempt=found, now=now)
        return JsonResponse({"saved": False, "go": reverse("courses:attempt", args=[found.pk])}, status=409)
    contents = _contents(found)
    changes = read_changes(request.POST.get("changes", ""), found.paper, contents)
    leaves = read_leaves(request.POST.get("leaves", ""))
    kept = exams.save_changes(
        attempt=found, changes=changes, page=request.POST.get("page", "")[:36], leaves=leaves, now=now
    )
    if kept:
        deadline = Attempt.objects.values_list("deadline", flat=True).get(pk=found.pk)
        return JsonResponse({"saved": True, "seconds_left": _seconds(deadline, now)})
    return JsonResponse({"saved": False, "go": reverse("courses:attempt-result", args=[found.pk])}, status=409)


@require_GET
@login_required
def attempt_review(request, pk):
    """What was answered and what was not, and the button that hands the exam in."""
    found, now = _own(request, pk), timezone.now()
    if found.submitted_at is not None:
        return redirect("courses:attempt-result", found.pk)
    if refused := _other_device(request, found, now):
        return refused
    shown = _shown(found)
    return render(request, "courses/attempt_review.html", {
        **shown, "open": [item for item in shown["items"] if not item["answered"]],
        "flagged": [item for item in shown["items"] if item["flagged"]], **_time_left(found, now),
    })


@require_POST
@login_required
def attempt_submit(request, pk):
    found, now = _own(request, pk), timezone.now()
    if found.submitted_at is None and (refused := _other_device(request, found, now)):
        return refused
    exams.submit_attempt(attempt=found, now=now)
    return redirect("courses:attempt-result", found.pk)


@require_GET
@login_required
def attempt_result(request, pk):
    """That it was handed in, and of its result what is released by now."""
    found = _own(request, pk)
    if found.submitted_at is None:
        return redirect("courses:attempt", found.pk)
    used = Attempt.objects.visible_to(request.user).filter(exam=found.exam).count()
    shown = shown_of(found, found.exam)
    return render(request, "courses/attempt_result.html", {
        "attempt": found, "exam": found.exam, "shown": shown, "left": max(0, found.exam.attempts_allowed - used),
        "answered": found.answers.exclude(chosen=[]).count(), "questions": len(found.paper),
    })


def _own(request, pk):
    return get_object_or_404(Attempt.objects.visible_to(request.user).select_related("exam__organisation"), pk=pk)


def _other_device(request, found, now):
    """Return the page that says where the exam goes on, when that is not here; None where one may go on."""
    try:
        exams.hold_device(attempt=found, device=device_to_be(request), now=now)
    except exams.ExamRefused as refused:
        exams.refuse_device(attempt=found, now=now)
        shown = {"attempt": found, "exam": found.exam, "refused": str(refused)}
        return with_device(request, render(request, "courses/attempt_elsewhere.html", shown, status=409))
    return None


def _contents(found):
    """Return the questions of the paper without key and explanation: ``{id: Content}``. One query."""
    rows = Question.objects.filter(pk__in=[item["question"] for item in found.paper])
    return {
        row["pk"]: from_row({**row, "parts": [{**part, "key": [], "explanation": ""} for part in row["parts"]]})
        for row in rows.values("pk", "kind", "stem", "options", "media", "parts")
    }


def _posted(request, found):
    """Every question of the paper with what was answered: a page sends them all, and nothing sent means no answer."""
    contents = _contents(found)
    return {
        pk: read_answer(contents[pk], item, f"q{pk}", request.POST.getlist)
        for item in found.paper if (pk := item["question"]) in contents
    }


def _seconds(deadline, now):
    return max(0, math.ceil((deadline - now).total_seconds()))


def _time_left(found, now):
    seconds = _seconds(found.deadline, now)
    return {"seconds": seconds, "minutes": math.ceil(seconds / 60), "over": not counts_now(now, found.deadline)}


def _shown(found):
    """What a candidate may see of the paper: number, stem, options and their own answer. Two queries, one more for pictures."""
    contents, now = _contents(found), timezone.now()
    kept = {row.question_id: row for row in AttemptAnswer.objects.filter(attempt=found)}
    media = media_for(contents.values())
    items = [
        _item(number, item, contents[pk], kept.get(pk), media, now)
        for number, item in enumerate(found.paper, start=1) if (pk := item["question"]) in contents
    ]
    return {"attempt": found, "exam": found.exam, "items": items}


def _item(number, drawn, content, kept, media, now):
    pk = drawn["question"]
    item = asked(content, name=f"q{pk}", drawn=drawn, answer=kept.chosen if kept else [], media=media)
    # By these the page knows whether what waits on the device is newer.
    last = {"page": kept.page, "seq": kept.seq, "age": max(0, math.floor((now - kept.made_at).total_seconds()))} if kept else None
    return {**item, "number": number, "points": drawn["points"], "pk": pk, "flagged": bool(kept and kept.flagged), "kept": last}
