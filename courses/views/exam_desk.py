"""The desk's exams: the list, one exam with what it still needs, its settings, opening, release and copy."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.actions import exam_setup
from courses.exam_forms import DuplicateForm, ExamForm
from courses.explain_exams import decided_by_hand, lack_texts
from courses.models import Exam, PaperRule
from courses.queries.candidates import progress_of
from lms.people import access

PAGE = 50


@require_GET
@login_required
def exams(request):
    access.require(request.user, "exam.browse")
    drawn = PaperRule.objects.filter(exam=OuterRef("pk")).order_by().values("exam").annotate(all=Sum("count")).values("all")
    rows = (
        Exam.objects.visible_to(request.user).select_related("organisation", "course")
        .annotate(questions=Count("paper", distinct=True) + Coalesce(Subquery(drawn), 0)).order_by("-is_open", "-pk")
    )
    return render(request, "courses/desk/exams.html", {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")), "now": timezone.now(),
    })


@require_http_methods(["GET", "POST"])
@login_required
def exam_create(request):
    access.require(request.user, "exam.create")
    for_course = request.GET.get("for") == "course"
    form = ExamForm(request.POST or None, user=request.user, for_course=for_course)
    if request.method == "POST" and form.is_valid():
        made = exam_setup.create_exam(actor=request.user, **form.cleaned_data)
        messages.success(request, _("The exam was made. Now put questions on its paper."))
        return redirect("courses:exam-paper", made.pk)
    return render(request, "courses/desk/exam_form.html", {"form": form, "for_course": for_course})


def visible(request, pk):
    access.require(request.user, "exam.browse")
    return get_object_or_404(Exam.objects.visible_to(request.user).select_related("organisation", "course"), pk=pk)


def editable(request, pk):
    """Return the exam if the user may set it up: 404 where it is not seen, 403 where it is only seen."""
    exam = visible(request, pk)
    access.require(request.user, "exam.edit", exam)
    return exam


@require_GET
@login_required
def exam(request, pk):
    found = visible(request, pk)
    may_edit = access.allowed(request.user, "exam.edit", found)
    fixed = found.paper.aggregate(count=Count("pk"), points=Coalesce(Sum("points"), 0))
    rules = list(found.rules.all())
    return render(request, "courses/desk/exam.html", {
        "exam": found, "may_edit": may_edit, "counts": progress_of(found), "now": timezone.now(),
        "questions": fixed["count"] + sum(rule.count for rule in rules), "drawn": sum(rule.count for rule in rules),
        "points": fixed["points"] + sum(rule.count * rule.points for rule in rules),
        "lacks": lack_texts(exam_setup.lacks_of(found)) if may_edit and not found.is_open else [],
        "candidates": found.candidates.count(), "invigilators": found.invigilators.count(),
        "by_hand": decided_by_hand(found),
    })


@require_http_methods(["GET", "POST"])
@login_required
def exam_edit(request, pk):
    found = editable(request, pk)
    form = ExamForm(request.POST or None, instance=found, user=request.user)
    if request.method == "POST" and form.is_valid():
        exam_setup.edit_exam(actor=request.user, exam=found, **form.cleaned_data)
        messages.success(request, _("The exam was saved."))
        return redirect("courses:exam-desk", found.pk)
    return render(request, "courses/desk/exam_form.html", {"form": form, "exam": found})


@require_http_methods(["GET", "POST"])
@login_required
def exam_duplicate(request, pk):
    found = editable(request, pk)
    form = DuplicateForm(request.POST or None, initial={"title": _("%(title)s (copy)") % {"title": found.title[:190]}})
    if request.method == "POST" and form.is_valid():
        made = exam_setup.duplicate_exam(actor=request.user, exam=found, **form.cleaned_data)
        messages.success(request, _("The copy is ready. It has no candidates yet and is not open."))
        return redirect("courses:exam-desk", made.pk)
    return render(request, "courses/desk/exam_copy.html", {"form": form, "exam": found})


@require_POST
@login_required
def exam_open(request, pk):
    found = editable(request, pk)
    try:
        exam_setup.open_exam(actor=request.user, exam=found)
    except exam_setup.ExamNotReady as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The exam is open. Its candidates can begin."))
    return redirect("courses:exam-desk", found.pk)


@require_POST
@login_required
def exam_close(request, pk):
    found = editable(request, pk)
    exam_setup.close_exam(actor=request.user, exam=found)
    messages.success(request, _("The exam is closed. Whoever has begun may still finish."))
    return redirect("courses:exam-desk", found.pk)


@require_http_methods(["GET", "POST"])
@login_required
def exam_release(request, pk):
    """Say what becomes visible to whom, then release it, or take it back."""
    found = editable(request, pk)
    by_hand = decided_by_hand(found)
    if request.method == "POST":
        if found.released_at is None and by_hand and request.POST.get("do") == "release":
            exam_setup.release_results(actor=request.user, exam=found, now=timezone.now())
            messages.success(request, _("The results are released."))
        elif found.released_at is not None and request.POST.get("do") == "withdraw":
            exam_setup.withdraw_results(actor=request.user, exam=found)
            messages.success(request, _("The release was taken back. Candidates do not see these things any more."))
        return redirect("courses:exam-desk", found.pk)
    return render(request, "courses/desk/exam_release.html", {
        "exam": found, "by_hand": by_hand, "counts": progress_of(found),
    })
