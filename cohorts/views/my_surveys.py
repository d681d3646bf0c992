"""The survey on the phone of whoever is asked."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cohorts.actions.surveys import answer_survey
from cohorts.models import SurveyTicket
from cohorts.queries.surveys import teaches_there
from cohorts.rules.surveys import takes_answers
from cohorts.survey_forms import AnswerForm


@login_required
@require_http_methods(["GET", "POST"])
def my_survey(request, pk):
    """Answer once; afterwards, and when it is over, the page says so. Whoever was not asked finds nothing here."""
    tickets = SurveyTicket.objects.visible_to(request.user).select_related("survey__session__trainer", "survey__cohort")
    ticket = get_object_or_404(tickets, survey=pk)
    survey, now = ticket.survey, timezone.now()
    open_now = takes_answers(survey.opens_at, survey.closes_at, survey.closed_at, now) and not teaches_there(request.user, survey)
    form = None
    if open_now and not ticket.answered:
        form = AnswerForm(request.POST or None, survey=survey)
        if request.method == "POST" and form.is_valid():
            try:
                answer_survey(person=request.user, survey=survey, given=request.POST, now=now)
            except ValidationError as error:
                if getattr(error, "code", "") not in ("answered", "over"):
                    form.add_error(None, error)
                    return _page(request, survey, ticket, form)
            return redirect("cohorts:my-survey", survey.pk)
    return _page(request, survey, ticket, form)


def _page(request, survey, ticket, form):
    return render(request, "cohorts/surveys/answer.html", {"survey": survey, "answered": ticket.answered, "form": form})
