"""The buttons of banks and questions: retire, take back, accept a draft, review and lock."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.actions import question_states
from courses.views.banks import fetch_bank
from courses.views.questions import fetch_question

SAID = {
    "retire": lambda: _("The question was retired. Papers that hold it keep it; it can be taken back."),
    "revive": lambda: _("The question is in use again."),
    "accept": lambda: _("The draft was accepted. Papers can ask it."),
    "lock": lambda: _("Reviewed and locked. From now on the district alone changes it."),
    "unlock": lambda: _("Unlocked. Whoever keeps the bank can change it again."),
}
MOVES = {
    "retire": question_states.retire_question, "revive": question_states.revive_question,
    "accept": question_states.accept_question,
}


@require_POST
@login_required
def question_move(request, pk, verb):
    """Let a question go where ``verb`` says; it can be undone on the page that follows."""
    locks = verb in ("lock", "unlock")
    question = fetch_question(request, pk, "question.lock" if locks else "question.keep")
    if verb not in SAID:
        raise Http404("no such act")
    if verb in MOVES:
        MOVES[verb](actor=request.user, question=question)
    else:
        question_states.lock_question(actor=request.user, question=question, locked=verb == "lock")
    messages.success(request, SAID[verb]())
    return redirect("courses:question-preview", question.pk)


@require_POST
@login_required
def bank_lock(request, pk, verb):
    bank = fetch_bank(request, pk, "bank.lock")
    if verb not in ("lock", "unlock"):
        raise Http404("no such act")
    question_states.lock_bank(actor=request.user, bank=bank, locked=verb == "lock")
    messages.success(request, SAID[verb]())
    return redirect("courses:bank", bank.pk)
