"""Faulty questions of an exam: what is done for everyone, its preview, and what was done before."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Case, Count, F, IntegerField, Value, When
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses import approvals
from courses.actions import regrading
from courses.enums import RegradeState
from courses.explain import direction_text
from courses.marked_pages import code_of, names_of, right_of
from courses.marking_forms import RegradeForm
from courses.models import Exam, Question, Regrade
from courses.queries.regrading import counts_of, papers_with, questions_on
from courses.rules.regrading import Score, direction
from lms.approvals.wording import ASKED
from lms.jobs.enums import UNFINISHED
from lms.jobs.models import Job
from lms.people import access

LINES = 50


def _exam(request, pk):
    found = get_object_or_404(Exam.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    access.require(request.user, "exam.regrade", found)
    return found


@login_required
@require_GET
def regrades(request, pk):
    """The questions that were answered, what stands about each, and what was done before."""
    found = _exam(request, pk)
    history = found.regrades.select_related("question", "by").annotate(changed=Count("lines")).order_by("-pk")
    page = Paginator(history, LINES).get_page(request.GET.get("page"))
    return render(request, "courses/desk/marking/regrades.html", {
        "exam": found, "questions": questions_on(found), "page": page,
    })


@login_required
@require_http_methods(["GET", "POST"])
def regrade_new(request, pk, question):
    """Choose what shall be done about a question; the next page shows whom it changes, before anything counts."""
    found = _exam(request, pk)
    asked = get_object_or_404(Question.objects.filter(pk__in=papers_with(found)), pk=question)
    standing = regrading.standing(found, asked.pk)
    form = RegradeForm(request.POST or None, standing=standing)
    if request.method == "POST" and form.is_valid():
        try:
            made = regrading.prepare_regrade(actor=request.user, exam=found, question=asked, **form.cleaned_data)
        except regrading.RegradeRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("courses:regrade", made.pk)
    return render(request, "courses/desk/marking/regrade_form.html", {
        "exam": found, "question": asked, "form": form, "standing": standing, "right": right_of(asked.content),
    })


def _regrade(request, pk):
    rows = Regrade.objects.visible_to(request.user).select_related("exam__organisation", "question", "replacement", "by")
    found = get_object_or_404(rows, pk=pk)
    access.require(request.user, "exam.regrade", found.exam)
    return found


@login_required
@require_GET
def regrade(request, pk):
    """Whom a regrading would change, or changed, line by line; or how far the work is."""
    found = _regrade(request, pk)
    context = {"regrade": found, "exam": found.exam, "ready": found.state == RegradeState.READY}
    if found.state in (RegradeState.PREPARING, RegradeState.APPLYING):
        job = Job.objects.filter(pk=found.job_id).first()
        return render(request, "courses/desk/marking/regrade_work.html", {
            **context, "job": job, "stuck": job is None or job.state not in UNFINISHED,
        })
    # Those whose verdict changes stand first.
    lines = found.lines.exclude(attempt__person=request.user).select_related("attempt__exam").order_by(
        Case(When(passed_before=F("passed_after"), then=Value(1)), default=Value(0), output_field=IntegerField()), "pk"
    )
    page = Paginator(lines, LINES).get_page(request.GET.get("page"))
    names = names_of([line.attempt for line in page], request.user)
    context["counts"] = counts_of(found)
    return render(request, "courses/desk/marking/regrade.html", {
        **context, "page": page, "right": right_of(found.question.content),
        "new_right": right_of(found.replacement.content) if found.replacement else [],
        "rows": [(line, names.get(line.attempt_id) or code_of(line.attempt_id), *_told(line)) for line in page],
    })


def _told(line):
    word = direction(
        Score(line.points_before, line.possible_before, line.passed_before),
        Score(line.points_after, line.possible_after, line.passed_after),
    )
    return word, direction_text(word)


@login_required
@require_POST
def regrade_apply(request, pk):
    found = _regrade(request, pk)
    try:
        asked = approvals.apply_regrade(actor=request.user, regrade=found)
    except (regrading.RegradeRefused, ValidationError) as refused:
        messages.error(request, " ".join(refused.messages) if isinstance(refused, ValidationError) else str(refused))
    else:
        if asked:
            messages.info(request, ASKED)
            return redirect("approvals:approval", asked.pk)
    return redirect("courses:regrade", pk)


@login_required
@require_POST
def regrade_again(request, pk):
    regrading.take_up_again(actor=request.user, regrade=_regrade(request, pk))
    return redirect("courses:regrade", pk)


@login_required
@require_POST
def regrade_discard(request, pk):
    found = _regrade(request, pk)
    if regrading.discard_regrade(actor=request.user, regrade=found):
        messages.success(request, _("The preview was discarded. Nothing was changed."))
    return redirect("courses:regrades", found.exam_id)
