"""A second call at the desk: begun, answered by hand, ended, and what is decided of those who are missing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cohorts.actions import roll_calls
from cohorts.models import Enrolment, RollCall
from cohorts.queries.roll_calls import roll_of
from cohorts.views.sessions import session_or_404
from lms.approvals.wording import ASKED
from lms.people import access


@login_required
@require_POST
def open_call(request, pk):
    session = session_or_404(request, pk, "session.call")
    try:
        call = roll_calls.open_call(actor=request.user, session=session, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("cohorts:session", pk)
    return redirect("cohorts:call", call.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def call(request, pk):
    """Who answered and who did not; while the call is open, people are ticked by hand."""
    asked = _call_or_404(request, pk)
    if request.method == "POST":
        ticked = [int(one) for one in request.POST.getlist("there") if one.isascii() and one.isdecimal() and len(one) < 18]
        count = roll_calls.answer_by_hand(actor=request.user, call=asked, enrolment_ids=ticked, now=timezone.now())
        messages.success(
            request, ngettext("%(count)d person is noted as here.", "%(count)d people are noted as here.", count)
            % {"count": count},
        )
        return redirect("cohorts:call", pk)
    return render(request, "cohorts/attendance/call.html", {
        "call": asked, "session": asked.session, "roll": roll_of(asked, request.user),
    })


@login_required
@require_POST
def close_call(request, pk):
    asked = _call_or_404(request, pk)
    roll_calls.close_call(actor=request.user, call=asked, now=timezone.now())
    messages.success(request, _("The call is over. Please decide on those who did not answer."))
    return redirect("cohorts:call", pk)


@login_required
@require_POST
def decide(request, pk, enrolment_pk):
    """Someone who signed and did not answer: they left early, or they were there after all."""
    asked = _call_or_404(request, pk)
    enrolment = get_object_or_404(
        Enrolment.objects.visible_to(request.user).filter(marks__session=asked.session_id).distinct(), pk=enrolment_pk
    )
    now = timezone.now()
    try:
        if request.POST.get("decision") == "left_early":
            asked_for = roll_calls.left_before(actor=request.user, call=asked, enrolment=enrolment, now=now)
            if asked_for:
                messages.info(request, ASKED)
                return redirect("approvals:approval", asked_for.pk)
            messages.success(request, _("%(name)s is marked as having left early.") % {"name": enrolment.person.name})
        elif roll_calls.answer_by_hand(actor=request.user, call=asked, enrolment_ids=[enrolment.pk], now=now):
            messages.success(request, _("%(name)s stays present.") % {"name": enrolment.person.name})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("cohorts:call", pk)


def _call_or_404(request, pk):
    asked = get_object_or_404(
        RollCall.objects.visible_to(request.user).select_related(
            "session__cohort__organiser", "session__cohort__programme", "session__venue", "opened_by"
        ), pk=pk,
    )
    access.require(request.user, "session.call", asked.session)
    return asked
