"""People's marking at the desk: exams, their questions, one answer after another, and an attempt with every point explained."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from courses import approvals
from courses.actions import answer_marks
from courses.marked_pages import code_of, names_of, right_of, rubric_of, trace_of
from courses.marking_forms import CorrectionForm, MarkForm
from courses.models import AnswerMark, Attempt, Exam, MarkClaim, Question
from courses.queries.exams import scores_out
from courses.queries.marking import exams_to_mark, groups_of
from courses.question_pages import asked, media_for
from courses.rules.marking import paper_question
from courses.rules.questions import BY_PEOPLE
from courses.rules.queue import THIRD_SEAT
from lms.approvals.wording import ASKED
from lms.people import access

PAGE, ATTEMPTS = 30, 50


@login_required
@require_GET
def marking(request):
    """Exams with answers that people mark, those with something to do first."""
    access.require(request.user, "marking.browse")
    page = Paginator(exams_to_mark(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/desk/marking/exams.html", {
        "page": page, "rows": [(one, one.answers - one.waiting) for one in page],
    })


def _exam(request, pk):
    found = get_object_or_404(Exam.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    access.require(request.user, "exam.mark", found)
    return found


@login_required
@require_GET
def exam(request, pk):
    """The questions that people mark, and how many answers wait for whom."""
    found = _exam(request, pk)
    groups = groups_of(found, request.user)
    return render(request, "courses/desk/marking/exam.html", {
        "exam": found, "groups": groups, "answers": sum(group.answers for group in groups),
        "done": sum(group.done for group in groups), "for_me": sum(group.for_me for group in groups),
    })


@login_required
@require_http_methods(["GET", "POST"])
def answer(request, pk, question, part):
    """One answer to mark. The address names the question only: which answer it is stands in the claim, by a random key.

    A GET holds nothing; an answer is held by the button that asks for the next one.
    """
    found = _exam(request, pk)
    asked_for = get_object_or_404(Question.objects.by_people(), pk=question, pk__in=_on_papers(found))
    content = asked_for.content
    if part and (part > len(content.parts) or content.parts[part - 1].kind not in BY_PEOPLE):
        raise Http404("no such sub-question")
    here = reverse("courses:marking-answer", args=[pk, question, part])
    mine = MarkClaim.objects.visible_to(request.user).filter(
        part=part, answer__question=asked_for, answer__attempt__exam=found
    ).select_related("answer__attempt__exam")
    if request.method == "POST":
        return _act(request, found, asked_for, part, mine, here)
    claim = mine.filter(key=key).first() if (key := _key(request.GET.get("answer"))) else mine.filter(done_at=None).first()
    return _show(request, found, asked_for, part, claim)


def _on_papers(exam):
    papers = Attempt.objects.handed_in().filter(exam=exam).values_list("paper", flat=True)
    return {item["question"] for paper in papers for item in paper}


def _key(text):
    return text if text and len(text) == 36 and set(text.lower()) <= set("0123456789abcdef-") else None


def _act(request, exam, question, part, mine, here):
    task = {"actor": request.user, "exam": exam, "question_id": question.pk, "part": part}
    key = _key(request.POST.get("answer"))
    claim = mine.filter(key=key).first() if key else None
    if "back" in request.POST:
        last = answer_marks.last_marked(**task, before=claim)
        if last is None:
            messages.info(request, _("You have not marked an earlier answer to this question."))
            return redirect(here)
        return redirect(f"{here}?answer={last.key}")
    if "save" in request.POST:
        form = _form(exam, question, part, claim, data=request.POST) if claim else None
        if claim is None:
            messages.error(request, answer_marks.REFUSALS["lost"]())
        elif not form.is_valid():
            return _show(request, exam, question, part, claim, form=form, status=400)
        else:
            try:
                answer_marks.save_mark(
                    actor=request.user, claim=claim, points=form.points, scores=form.scores,
                    comment=form.cleaned_data["comment"], reason=form.cleaned_data.get("reason", ""),
                )
            except answer_marks.MarkRefused as refused:
                if refused.code == "reason":
                    form.add_error(None, str(refused))
                    return _show(request, exam, question, part, claim, form=form, status=400)
                messages.error(request, str(refused))
    skipped = claim.answer_id if claim and "skip" in request.POST else None
    if answer_marks.claim_next(**task, skipped=skipped) is None:
        messages.success(request, _("No answer to this question waits for you any more."))
        return redirect("courses:marking-exam", exam.pk)
    return redirect(here)


def _possible(content, claim, part):
    points = next(item["points"] for item in claim.answer.attempt.paper if item["question"] == claim.answer.question_id)
    whole = paper_question(content, id=0, points=points)
    return (whole.parts[part - 1] if part else whole).points


def _form(exam, question, part, claim, data=None):
    """The form for the answer that ``claim`` holds, filled with what its marker gave before."""
    initial = {}
    if claim.done_at is not None:
        last = AnswerMark.objects.filter(
            answer=claim.answer_id, part=part, marker=claim.marker_id, corrects=False
        ).order_by("made_at", "pk").last()
        initial = {"points": last.points, "comment": last.comment} if last else {}
        initial |= {f"score_{number}": score for number, score in enumerate(last.scores)} if last else {}
    known = claim.done_at is not None and claim.answer.attempt.marked_at is not None and bool(scores_out([exam]))
    return MarkForm(
        data, initial=initial, rubric=rubric_of(exam, question, part),
        possible=_possible(question.content, claim, part), wants_reason=known,
    )


def _show(request, exam, question, part, claim, form=None, status=200):
    groups = {(group.question.pk, group.part): group for group in groups_of(exam, request.user)}
    content, context = question.content, {"exam": exam, "question": question, "part": part}
    context["group"] = groups.get((question.pk, part))
    if claim is not None:
        drawn = next(item for item in claim.answer.attempt.paper if item["question"] == question.pk)
        item = asked(content, name="q", drawn=drawn, answer=claim.answer.chosen, media=media_for([content]))
        at = content.parts[part - 1] if part else content
        given = item["parts"][part - 1] if part else item
        context |= {
            "claim": claim, "item": item, "asked": given, "text": given["answer"], "right": right_of(at),
            "explanation": at.explanation, "form": form or _form(exam, question, part, claim),
            "possible": _possible(content, claim, part), "others": _others(claim, part),
            "name": names_of([claim.answer.attempt], request.user).get(claim.answer.attempt_id, "")
            if not exam.anonymous_marking else "",
        }
    return render(request, "courses/desk/marking/answer.html", context, status=status)


def _others(claim, part):
    """What both markers gave: for the third opinion only."""
    if claim.seat != THIRD_SEAT:
        return []
    newest = {}
    for mark in AnswerMark.objects.filter(answer=claim.answer_id, part=part, corrects=False).order_by("made_at", "pk"):
        if mark.marker_id != claim.marker_id:
            newest[mark.marker_id] = mark
    return list(newest.values())


@login_required
@require_GET
def attempts(request, pk):
    """What was handed in, to look at one attempt with every point explained; in an order that tells nothing."""
    found = _exam(request, pk)
    rows = Attempt.objects.markable_by(request.user).filter(exam=found).select_related("exam").order_by("seed", "pk")
    page = Paginator(rows, ATTEMPTS).get_page(request.GET.get("page"))
    names = names_of(page.object_list, request.user)
    return render(request, "courses/desk/marking/attempts.html", {
        "exam": found, "page": page, "rows": [(row, names.get(row.pk, ""), code_of(row.pk)) for row in page],
    })


def _attempt(request, pk):
    rows = Attempt.objects.filter(exam__in=Exam.objects.visible_to(request.user)).handed_in()
    found = get_object_or_404(rows.exclude(person=request.user).select_related("exam__organisation"), pk=pk)
    access.require(request.user, "attempt.mark", found)
    return found


@login_required
@require_GET
def attempt(request, pk):
    """Every question with its answer, its points, and why."""
    found = _attempt(request, pk)
    return render(request, "courses/desk/marking/attempt.html", {
        "attempt": found, "exam": found.exam, "items": trace_of(found, request.user), "code": code_of(found.pk),
        "name": names_of([found], request.user).get(found.pk, ""),
        "lines": found.regrades.exclude(regrade__state__in=("preparing", "ready")).select_related("regrade"),
    })


@login_required
@require_http_methods(["GET", "POST"])
def correct(request, pk, question):
    """Set the points of one answer by hand, with a reason."""
    found = _attempt(request, pk)
    item = next((one for one in trace_of(found, request.user) if one["question"].pk == question), None)
    if item is None:
        raise Http404("not on this paper")
    form = CorrectionForm(request.POST or None, possible=item["possible"], initial={"points": item["points"]})
    if request.method == "POST" and form.is_valid():
        try:
            asked = approvals.correct_answer(actor=request.user, attempt=found, question_id=question, **form.cleaned_data)
        except answer_marks.MarkRefused as refused:
            form.add_error(None, str(refused))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if asked:
                messages.info(request, ASKED)
                return redirect("approvals:approval", asked.pk)
            messages.success(request, _("The points were corrected, and the result follows."))
            return redirect(reverse("courses:marking-attempt", args=[pk]) + f"#item-{item['number']}")
    return render(request, "courses/desk/marking/correct.html", {
        "attempt": found, "exam": found.exam, "item": item, "form": form, "code": code_of(found.pk),
        "name": names_of([found], request.user).get(found.pk, ""),
    })
