"""Keeping what a form of a question sent, and saving it unless something is to be looked at first."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from courses.actions import questions
from courses.actions.question_media import keep_medium
from courses.queries.questions import resembling
from courses.question_pages import asked
from courses.rules.paper import draw
from courses.rules.question_faults import tidied


def keep_sent(request, bank):
    """Return the keys of what was uploaded with the form, now or with the preview before."""
    media = {name.removeprefix("kept_"): value for name, value in request.POST.items() if name.startswith("kept_")}
    for name, file in request.FILES.items():
        media[name] = keep_medium(actor=request.user, bank=bank, data=file.read(), name=file.name).key.hex
    return media


def save_or_show(request, bank, content, question, form, context):
    """Save ``content`` and return where to go; or add to ``context`` what is to be looked at first, and return None."""
    alike = resembling(request.user, bank, tidied(content), besides=question)
    if "preview" in request.POST or (alike and "anyway" not in request.POST):
        context |= {"alike": alike, "asked": _previewed(content)}
        return None
    try:
        if question is None:
            questions.add_question(actor=request.user, bank=bank, content=content, draft=context["draft"])
        else:
            questions.revise_question(actor=request.user, question=question, content=content)
    except questions.QuestionFaulty as faulty:
        for sentence in faulty.sentences:
            form.add_error(None, sentence)
        return None
    return _done(request, bank, question, content.kind, context["draft"])


def _previewed(content):
    content = tidied(content)
    return asked(content, name="preview", drawn=draw(content, 1))


def _done(request, bank, question, kind, draft):
    if question is not None:
        messages.success(request, _("The question was saved. Attempts begun before keep the old wording."))
        return redirect("courses:bank", bank.pk)
    messages.success(request, _("The draft was added. Papers ask it when whoever keeps the bank has accepted it.") if draft
                     else _("The question was added."))
    if "another" in request.POST:
        response = redirect("courses:question-create", bank.pk)
        response["Location"] += f"?kind={kind}"
        return response
    return redirect("courses:bank", bank.pk)
