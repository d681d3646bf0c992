"""The desk's question banks. Only those who set exams come here: these pages show the right answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from courses.actions import questions
from courses.exam_forms import BankForm, QuestionForm
from courses.models import Question, QuestionBank
from lms.people import access

PAGE = 50


@require_http_methods(["GET", "POST"])
@login_required
def banks(request):
    access.require(request.user, "bank.browse")
    form = BankForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        bank = questions.create_bank(actor=request.user, **form.cleaned_data)
        return redirect("courses:bank", bank.pk)
    rows = (
        QuestionBank.objects.visible_to(request.user).select_related("organisation")
        .annotate(size=Count("questions", filter=Q(questions__is_latest=True))).order_by("title", "pk")
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/desk/banks.html", {"form": form, "page": page})


def _bank(request, pk):
    access.require(request.user, "bank.browse")
    bank = get_object_or_404(QuestionBank.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    access.require(request.user, "bank.edit", bank)
    return bank


@require_GET
@login_required
def bank(request, pk):
    found = _bank(request, pk)
    rows = found.questions.filter(is_latest=True).order_by("-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    for question in page:
        question.rows = [(option["text"], option["id"] in question.key) for option in question.options]
    return render(request, "courses/desk/bank.html", {"bank": found, "page": page})


@require_http_methods(["GET", "POST"])
@login_required
def question_create(request, pk):
    found = _bank(request, pk)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            questions.add_question(actor=request.user, bank=found, **form.content())
        except questions.QuestionFaulty as faulty:
            for sentence in faulty.sentences:
                form.add_error(None, sentence)
        else:
            messages.success(request, _("The question was added."))
            return redirect("courses:question-create" if "another" in request.POST else "courses:bank", found.pk)
    return render(request, "courses/desk/question_form.html", {"form": form, "bank": found})


@require_http_methods(["GET", "POST"])
@login_required
def question_edit(request, pk):
    access.require(request.user, "bank.browse")
    seen = Question.objects.filter(bank__in=QuestionBank.objects.visible_to(request.user), is_latest=True)
    question = get_object_or_404(seen.select_related("bank__organisation"), pk=pk)
    access.require(request.user, "bank.edit", question.bank)
    form = QuestionForm(request.POST or None, question=question)
    if request.method == "POST" and form.is_valid():
        try:
            questions.revise_question(actor=request.user, question=question, **form.content())
        except questions.QuestionFaulty as faulty:
            for sentence in faulty.sentences:
                form.add_error(None, sentence)
        else:
            messages.success(request, _("The question was saved. Attempts begun before keep the old wording."))
            return redirect("courses:bank", question.bank_id)
    return render(request, "courses/desk/question_form.html", {"form": form, "bank": question.bank, "question": question})
