"""The desk's question banks. Only those who set exams come here: these pages show the right answers."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from courses.actions import questions
from courses.actions.question_export import ENDINGS
from courses.enums import QuestionKind
from courses.exam_forms import BankForm
from courses.models import QuestionBank
from courses.question_forms import BankFilter
from courses.question_pages import keyed, media_for
from courses.rules.questions import media_of
from lms.people import access

PAGE = 30
EXPORTS = {"gift": "GIFT", "moodle": "Moodle XML", "xlsx": ".xlsx"}


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


def fetch_bank(request, pk):
    """Return the bank if the user may write in it: 404 where it is not seen, 403 where it is only seen."""
    access.require(request.user, "bank.browse")
    bank = get_object_or_404(QuestionBank.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    access.require(request.user, "bank.edit", bank)
    return bank


@require_GET
@login_required
def bank(request, pk):
    """The questions of a bank with their right answers, as the filter above them says."""
    found = fetch_bank(request, pk)
    themes = found.questions.filter(is_latest=True).exclude(theme="").order_by("theme").values_list("theme", flat=True).distinct()
    form = BankFilter(request.GET, themes=themes[:200])
    rows = form.narrow(found.questions.filter(is_latest=True)).order_by("-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    contents = {question.pk: question.content for question in page}
    media = media_for(contents.values())
    for question in page:
        content = contents[question.pk]
        question.answers, question.shown = keyed(content), [media[key] for key in media_of(content) if key in media]
        question.rows = [(option.text, option.id in content.key) for option in content.options]
        question.sub_questions = content.parts
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "courses/desk/bank.html", {
        "bank": found, "page": page, "form": form, "query": query.urlencode(), "filtered": form.is_used(),
        "kinds": QuestionKind.choices[:-1], "exports": [(name, EXPORTS[name]) for name in ENDINGS],
    })
