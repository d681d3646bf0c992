"""What a second person approves here: changing results that candidates know."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.actions import answer_marks, regrading
from courses.enums import RegradeState
from courses.models import Attempt, Exam, Question, Regrade
from courses.queries.exams import scores_out
from courses.queries.regrading import counts_of
from lms.approvals.actions import settle
from lms.approvals.registry import Kind, register
from lms.people import access

CHANGE = "exam.regrade"


def results_known(exam):
    """Tell whether candidates of the exam may know their results, so that a change of them needs a second person."""
    return bool(scores_out([exam]))


def apply_regrade(*, actor, regrade):
    """Let the regrading count; return None, or the ``Approval`` where results are known and a second person has to approve."""
    if regrade.state != RegradeState.READY or not results_known(regrade.exam):  # what counts already is left alone
        regrading.apply_regrade(actor=actor, regrade=regrade)
        return None
    return _settle(actor, regrade.exam, "regrade", about=f"courses.regrade:{regrade.pk}", reason=regrade.reason,
                   regrade=regrade.pk)


def correct_answer(*, actor, attempt, question_id, points, reason):
    """Set the points of one answer by hand; return None, or the ``Approval`` where results are known (see above)."""
    if not results_known(attempt.exam):
        answer_marks.correct_answer(actor=actor, attempt=attempt, question_id=question_id, points=points, reason=reason)
        return None
    return _settle(actor, attempt.exam, "correct", about=f"courses.attempt:{attempt.pk}:{question_id}", reason=reason,
                   person=attempt.person, attempt=attempt.pk, question=question_id, points=points)


def _settle(actor, exam, act, *, about, reason, person=None, **values):
    params = {"act": act, "exam": exam.pk, **values} | ({"reason": reason} if act == "correct" else {})
    return settle(actor=actor, kind=CHANGE, organisation=exam.organisation, person=person, about=about, subject=exam.title,
                  reason=reason, params=params)


def _regrade(actor, regrade):
    regrading.apply_regrade(actor=actor, regrade=Regrade.objects.get(pk=regrade))


def _correct(actor, attempt, question, points, reason):
    answer_marks.correct_answer(
        actor=actor, attempt=Attempt.objects.get(pk=attempt), question_id=question, points=points, reason=reason
    )


ACTS = {"regrade": _regrade, "correct": _correct}


def _change(*, actor, act, exam, **values):
    try:
        ACTS[act](actor, **values)
    except (regrading.RegradeRefused, answer_marks.MarkRefused) as refused:
        raise ValidationError(str(refused)) from refused


def _may_ask(user, params):
    found = Exam.objects.visible_to(user).filter(pk=params["exam"]).first()
    verb = "exam.regrade" if params["act"] == "regrade" else "exam.mark"
    return found is not None and access.allowed(user, verb, found)


def _facts(approval):
    params = approval.params
    if params["act"] == "regrade":
        found = Regrade.objects.select_related("question").filter(pk=params["regrade"]).first()
        if found is None:
            return [(_("What is done"), _("The preview was discarded meanwhile."))]
        counts = counts_of(found)
        return [
            (_("What is done"), found.get_remedy_display()), (_("Question"), found.question.stem),
            (_("Attempts that change"), counts.lines), (_("Newly passed"), counts.passes),
            (_("Not passed any more"), counts.fails),
        ]
    question = Question.objects.get(pk=params["question"])
    return [(_("What is done"), _("Set the points of one answer by hand")), (_("Question"), question.stem),
            (_("New points"), params["points"])]


register(Kind(
    key=CHANGE, label=gettext_lazy("Change results that are out"), icon="pen-line", run=_change, decide="exam.decide_change",
    may_ask=_may_ask, facts=_facts,
))
