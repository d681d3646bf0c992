"""The desk's exams: their rules, papers, opening, and results."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, F, Max, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.actions import exam_setup
from courses.exam_forms import ExamForm, PaperForm
from courses.models import Attempt, Exam, Question, QuestionBank
from lms.people import access
from lms.people.models import Person

PAGE = 50


@require_GET
@login_required
def exams(request):
    access.require(request.user, "exam.browse")
    rows = (
        Exam.objects.visible_to(request.user).select_related("organisation", "course")
        .annotate(questions=Count("paper", distinct=True)).order_by("-is_open", "-pk")
    )
    return render(request, "courses/desk/exams.html", {"page": Paginator(rows, PAGE).get_page(request.GET.get("page"))})


@require_http_methods(["GET", "POST"])
@login_required
def exam_create(request):
    access.require(request.user, "exam.create")
    form = ExamForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = exam_setup.create_exam(actor=request.user, **form.cleaned_data)
        return redirect("courses:exam-paper", made.pk)
    return render(request, "courses/desk/exam_form.html", {"form": form})


def _visible(request, pk):
    access.require(request.user, "exam.browse")
    return get_object_or_404(Exam.objects.visible_to(request.user).select_related("organisation", "course"), pk=pk)


def _editable(request, pk):
    exam = _visible(request, pk)
    access.require(request.user, "exam.edit", exam)
    return exam


@require_GET
@login_required
def exam(request, pk):
    found = _visible(request, pk)
    paper = list(found.paper.select_related("question"))
    handed_in = Q(submitted_at__isnull=False)
    counts = Attempt.objects.filter(exam=found).aggregate(
        tried=Count("person", distinct=True, filter=handed_in),
        passed=Count("person", distinct=True, filter=Q(passed=True)),
        running=Count("pk", filter=~handed_in),
    )
    return render(request, "courses/desk/exam.html", {
        "exam": found, "paper": paper, "points": sum(row.points for row in paper), "counts": counts,
        "candidates": found.candidates.count(),
    })


@require_http_methods(["GET", "POST"])
@login_required
def exam_edit(request, pk):
    found = _editable(request, pk)
    form = ExamForm(request.POST or None, instance=Exam.objects.get(pk=found.pk), user=request.user)
    if request.method == "POST" and form.is_valid():
        exam_setup.edit_exam(actor=request.user, exam=found, **form.cleaned_data)
        messages.success(request, _("The exam was saved."))
        return redirect("courses:exam-desk", found.pk)
    return render(request, "courses/desk/exam_form.html", {"form": form, "exam": found})


@require_http_methods(["GET", "POST"])
@login_required
def exam_paper(request, pk):
    """Give points to the questions that shall stand on the paper."""
    found = _editable(request, pk)
    points = dict(found.paper.values_list("question_id", "points"))
    banks = QuestionBank.objects.visible_to(request.user)
    questions = list(
        Question.objects.filter(bank__in=banks).for_papers()
        .select_related("bank").order_by("bank__title", "pk")[:500]
    )
    form = PaperForm(request.POST or None, questions=questions, points=points)
    if request.method == "POST" and form.is_valid():
        try:
            exam_setup.set_paper(actor=request.user, exam=found, items=form.items())
        except exam_setup.ExamNotReady as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The paper was saved."))
            return redirect("courses:exam-desk", found.pk)
    return render(request, "courses/desk/exam_paper.html", {"form": form, "exam": found})


@require_POST
@login_required
def exam_open(request, pk):
    found = _editable(request, pk)
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
    found = _editable(request, pk)
    exam_setup.close_exam(actor=request.user, exam=found)
    messages.success(request, _("The exam is closed. Whoever has begun may still finish."))
    return redirect("courses:exam-desk", found.pk)


@require_GET
@login_required
def exam_results(request, pk):
    """Attempts of the people one sees, one row a person, by name."""
    found = _visible(request, pk)
    handed_in = Q(attempts__exam=found, attempts__submitted_at__isnull=False)
    people = (
        Person.objects.visible_to(request.user).filter(handed_in)
        .annotate(
            tries=Count("attempts", filter=handed_in),
            best=Max(F("attempts__points") * 100 / F("attempts__points_possible"),
                     filter=handed_in & Q(attempts__points_possible__gt=0)),
            passes=Count("attempts", filter=handed_in & Q(attempts__passed=True)),
            latest=Max("attempts__submitted_at", filter=handed_in),
        ).order_by("name_key", "pk")
    )
    return render(request, "courses/desk/exam_results.html", {
        "exam": found, "page": Paginator(people, PAGE).get_page(request.GET.get("page")),
    })
