"""Writing questions: a form by kind, a preview as a learner sees it, and what there is already that is like it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from courses.actions.question_media import MediaRefused
from courses.enums import QuestionKind
from courses.explain import mark_texts
from courses.models import Question
from courses.queries.questions import resembling
from courses.question_forms import QuestionForm
from courses.question_pages import asked, keyed
from courses.rules import marking
from courses.rules.paper import draw, read_answer
from courses.rules.questions import LONGEST, Content
from courses.views.banks import fetch_bank
from courses.views.cases import write_case
from courses.views.question_saving import keep_sent, save_or_show
from lms.people import access

TRIAL_POINTS = 10


@require_http_methods(["GET", "POST"])
@login_required
def question_create(request, pk):
    bank = fetch_bank(request, pk, "question.add")
    kind = request.POST.get("kind") or request.GET.get("kind", "single")
    if kind not in QuestionKind.values:
        raise Http404("no such kind")
    if kind == QuestionKind.CASE or "case" in request.POST:
        return write_case(request, bank)
    return _write(request, bank, kind)


def fetch_question(request, pk, verb):
    """Return the newest version of a question: 404 where it is not seen, 403 where ``verb`` is not allowed."""
    access.require(request.user, "bank.browse")
    seen = Question.objects.visible_to(request.user).filter(is_latest=True)
    question = get_object_or_404(seen.select_related("bank__organisation"), pk=pk)
    access.require(request.user, verb, question)
    return question


@require_http_methods(["GET", "POST"])
@login_required
def question_edit(request, pk):
    question = fetch_question(request, pk, "question.edit")
    if question.kind == QuestionKind.CASE:
        return write_case(request, question.bank, question)
    return _write(request, question.bank, question.kind, question)


def _write(request, bank, kind, question=None):
    """Show the form; keep what was written unless only a preview was asked for, or there is the like of it already."""
    form = QuestionForm(request.POST or None, request.FILES or None, kind=kind, written=question and question.content,
                        hint_url=reverse("courses:questions-alike", args=[bank.pk]))
    context = {"form": form, "bank": bank, "question": question, "kind": kind, "kinds": QuestionKind.choices,
               "kind_label": QuestionKind(kind).label, "draft": not access.allowed(request.user, "bank.edit", bank)}
    if request.method == "POST" and form.is_valid():
        try:
            media = keep_sent(request, bank)
        except MediaRefused as refused:
            form.add_error(None, str(refused))
        else:
            content = form.content(media=media)
            context |= {"kept": media}
            if done := save_or_show(request, bank, content, question, form, context):
                return done
    return render(request, "courses/desk/question_form.html", context)


@require_POST
@login_required
def questions_alike(request, pk):
    """What there is already like the words being typed: a fragment below them."""
    bank = fetch_bank(request, pk, "question.add")
    stem = request.POST.get("stem", "").replace("\x00", "")[:LONGEST["stem"]]
    besides = None
    if request.POST.get("besides", "").isascii() and request.POST.get("besides", "").isdigit():
        besides = Question.objects.visible_to(request.user).filter(pk=int(request.POST["besides"][:15])).first()
    alike = resembling(request.user, bank, Content(kind="essay", stem=stem), besides=besides) if stem.strip() else []
    return render(request, "courses/parts/question_alike.html", {"alike": alike, "bank": bank})


@require_http_methods(["GET", "POST"])
@login_required
def question_preview(request, pk):
    """The question as a learner sees it; answered here, it shows the points and why. Nothing is kept."""
    question = fetch_question(request, pk, "question.view")
    content = question.content
    drawn, answer, marked = draw(content, question.pk), (), None
    on_paper = marking.paper_question(content, id=question.pk, points=TRIAL_POINTS)
    if request.method == "POST":
        answer = marking.clean_answer(
            on_paper, read_answer(content, drawn, f"q{question.pk}", request.POST.getlist)
        )
        marked = marking.mark(on_paper, answer)
    may = {verb: access.allowed(request.user, f"question.{verb}", question) for verb in ("edit", "keep", "lock")}
    return render(request, "courses/desk/question_preview.html", {
        "question": question, "bank": question.bank, "item": asked(content, name=f"q{question.pk}", drawn=drawn, answer=answer),
        "answers": keyed(content), "marked": marked, "possible": TRIAL_POINTS, "may": may, "parts": [
            {"number": number, "answers": keyed(part), "explanation": part.explanation}
            for number, part in enumerate(content.parts, start=1)],
        "trace": mark_texts(marked.trace) if marked else [],
    })
