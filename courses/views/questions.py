"""Writing questions: a form by kind, a preview as a learner sees it, and what the bank has already that is like it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.actions import questions
from courses.actions.question_media import MediaRefused, keep_medium
from courses.enums import QuestionKind
from courses.explain import mark_texts
from courses.models import Question, QuestionBank
from courses.queries.questions import resembling
from courses.question_forms import QuestionForm
from courses.question_pages import asked, keyed
from courses.rules import marking
from courses.rules.paper import draw, read_answer
from courses.rules.question_faults import tidied
from courses.views.banks import fetch_bank
from lms.people import access

TRIAL_POINTS = 10


@require_http_methods(["GET", "POST"])
@login_required
def question_create(request, pk):
    bank = fetch_bank(request, pk)
    kind = request.POST.get("kind") or request.GET.get("kind", "single")
    if kind not in QuestionKind.values or kind == QuestionKind.CASE:
        raise Http404("no such kind")
    return _write(request, bank, kind)


def _fetch(request, pk):
    access.require(request.user, "bank.browse")
    seen = Question.objects.filter(bank__in=QuestionBank.objects.visible_to(request.user), is_latest=True)
    question = get_object_or_404(seen.select_related("bank__organisation"), pk=pk)
    access.require(request.user, "bank.edit", question.bank)
    return question


@require_http_methods(["GET", "POST"])
@login_required
def question_edit(request, pk):
    question = _fetch(request, pk)
    return _write(request, question.bank, question.kind, question)


def _write(request, bank, kind, question=None):
    """Show the form; keep what was written unless only a preview was asked for, or the bank has the like of it."""
    form = QuestionForm(request.POST or None, request.FILES or None, kind=kind, question=question)
    context = {"form": form, "bank": bank, "question": question, "kind": kind, "kinds": QuestionKind.choices[:-1],
               "kind_label": QuestionKind(kind).label}
    if request.method == "POST" and form.is_valid():
        try:
            media = _keep_media(request, bank)
        except MediaRefused as refused:
            form.add_error(None, str(refused))
        else:
            content = form.content(media=media)
            alike = resembling(bank, tidied(content), besides=question)
            if "preview" in request.POST or (alike and "anyway" not in request.POST):
                context |= {"alike": alike, "kept": media, "asked": _previewed(content)}
            elif done := _saved(request, bank, form, content, question):
                return done
    return render(request, "courses/desk/question_form.html", context)


def _keep_media(request, bank):
    """Return the keys of what was uploaded with the form, now or with the preview before."""
    media = {name.removeprefix("kept_"): value for name, value in request.POST.items() if name.startswith("kept_")}
    for name, file in request.FILES.items():
        media[name] = keep_medium(bank=bank, data=file.read(), name=file.name).key.hex
    return media


def _previewed(content):
    content = tidied(content)
    return asked(content, name="preview", drawn=draw(content, 1))


def _saved(request, bank, form, content, question):
    try:
        if question is None:
            questions.add_question(actor=request.user, bank=bank, content=content)
        else:
            questions.revise_question(actor=request.user, question=question, content=content)
    except questions.QuestionFaulty as faulty:
        for sentence in faulty.sentences:
            form.add_error(None, sentence)
        return None
    if question is not None:
        messages.success(request, _("The question was saved. Attempts begun before keep the old wording."))
        return redirect("courses:bank", bank.pk)
    messages.success(request, _("The question was added."))
    if "another" in request.POST:
        response = redirect("courses:question-create", bank.pk)
        response["Location"] += f"?kind={form.question_kind}"
        return response
    return redirect("courses:bank", bank.pk)


@require_http_methods(["GET", "POST"])
@login_required
def question_preview(request, pk):
    """The question as a learner sees it; answered here, it shows the points and why. Nothing is kept."""
    question = _fetch(request, pk)
    content = question.content
    drawn, answer, marked = draw(content, question.pk), (), None
    on_paper = marking.paper_question(content, id=question.pk, points=TRIAL_POINTS)
    if request.method == "POST":
        answer = marking.clean_answer(
            on_paper, read_answer(content, drawn, f"q{question.pk}", request.POST.getlist)
        )
        marked = marking.mark(on_paper, answer)
    return render(request, "courses/desk/question_preview.html", {
        "question": question, "bank": question.bank, "item": asked(content, name=f"q{question.pk}", drawn=drawn, answer=answer),
        "answers": keyed(content), "marked": marked, "possible": TRIAL_POINTS,
        "trace": mark_texts(marked.trace) if marked else [],
    })
