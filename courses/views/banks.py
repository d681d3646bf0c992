"""The desk's question banks. Only those who set exams come here: these pages show the right answers."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from courses.actions import questions
from courses.actions.question_export import ENDINGS
from courses.bank_forms import BankFilter
from courses.enums import QuestionState
from courses.exam_forms import BankForm
from courses.models import Question, QuestionBank
from courses.queries.questions import wrote
from courses.question_pages import keyed, media_for
from courses.rules.questions import media_of
from lms.people import access

PAGE = 30
EXPORTS = {"gift": "GIFT", "moodle": "Moodle XML", "xlsx": ".xlsx"}


@require_http_methods(["GET", "POST"])
@login_required
def banks(request):
    access.require(request.user, "bank.browse")
    form = BankForm(request.POST or None, user=request.user) if access.allowed(request.user, "bank.create") else None
    if request.method == "POST":
        access.require(request.user, "bank.create")
    if request.method == "POST" and form.is_valid():
        bank = questions.create_bank(actor=request.user, **form.cleaned_data)
        return redirect("courses:bank", bank.pk)
    rows = QuestionBank.objects.open_to(request.user).select_related("organisation").order_by("title", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    newest = Question.objects.visible_to(request.user).filter(is_latest=True, bank__in=[bank.pk for bank in page])
    sizes = dict(newest.exclude(state=QuestionState.RETIRED).order_by().values_list("bank").annotate(Count("pk")))
    drafts = dict(newest.filter(state=QuestionState.DRAFT).order_by().values_list("bank").annotate(Count("pk")))
    for bank in page:
        bank.size, bank.drafts = sizes.get(bank.pk, 0), drafts.get(bank.pk, 0)
    return render(request, "courses/desk/banks.html", {"form": form, "page": page})


def fetch_bank(request, pk, verb):
    """Return the bank: 404 where it is not seen, 403 where ``verb`` is not allowed."""
    access.require(request.user, "bank.browse")
    bank = get_object_or_404(QuestionBank.objects.open_to(request.user).select_related("organisation"), pk=pk)
    access.require(request.user, verb, bank)
    return bank


@require_GET
@login_required
def bank(request, pk):
    """The questions of a bank with their right answers, as the filter above them says; of a trainer their own."""
    found = fetch_bank(request, pk, "bank.view")
    newest = Question.objects.visible_to(request.user).filter(bank=found, is_latest=True)
    themes = newest.exclude(theme="").order_by("theme").values_list("theme", flat=True).distinct()
    form = BankFilter(request.GET, themes=themes[:200], authors=wrote([found])[:200])
    rows = form.narrow(newest).order_by("-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    contents = {question.pk: question.content for question in page}
    media = media_for(contents.values())
    for question in page:
        content = contents[question.pk]
        question.answers, question.shown = keyed(content), [media[key] for key in media_of(content) if key in media]
        question.rows = [(option.text, option.id in content.key) for option in content.options]
        question.sub_questions = content.parts
        question.may_edit = _may_edit(request.user, found, question)
    may = {verb: access.allowed(request.user, f"bank.{verb}", found) for verb in ("edit", "export", "lock")}
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "courses/desk/bank.html", {
        "bank": found, "page": page, "form": form, "query": query.urlencode(), "filtered": form.is_used(),
        "exports": [(name, EXPORTS[name]) for name in ENDINGS], "may": may | {
            "add": access.allowed(request.user, "question.add", found)},
    })


def _may_edit(user, bank, question):
    question.bank = bank
    return access.allowed(user, "question.edit", question)
