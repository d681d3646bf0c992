"""Excellent trainees of a cohort: proposed, approved, named by rule, taken back; and what a programme says of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cohorts.actions.excellence import (
    approve_excellent,
    decline_excellent,
    name_excellent,
    propose_excellent,
    set_excellence,
)
from cohorts.enums import EnrolmentState, ExcellenceState
from cohorts.explain import attendance_text
from cohorts.explain_excellence import excellence_texts
from cohorts.explain_results import total_text
from cohorts.queries.completion import standings
from cohorts.queries.excellence import demand_of, fitting, room_of
from cohorts.result_forms import ExcellenceForm
from lms.people import access

from .completion import fetch, seats
from .programmes import fetch as fetch_programme

POSSIBLE = (EnrolmentState.ENROLLED, EnrolmentState.COMPLETED)


@login_required
@require_http_methods(["GET", "POST"])
def excellent(request, pk):
    """Who is an excellent trainee, who is proposed, and who else may be; a POST does one ``act`` to the ticked ``people``."""
    cohort = fetch(request, pk, "cohort.browse")
    if request.method == "POST":
        verb, act = ACTS.get(request.POST.get("act", ""), ("excellence.propose", _propose))
        access.require(request.user, verb, cohort)
        people = [int(value) for value in request.POST.getlist("people") if value.isdecimal() and len(value) < 18]
        try:
            act(request, cohort, people)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("cohorts:excellent", cohort.pk)
    enrolments = list(seats(request, cohort).filter(state__in=POSSIBLE).select_related("excellence__proposed_by"))
    fit = {key for key, _facts in fitting(cohort, enrolments)}
    rows = [_row(one, fit, request.user) for one in standings(cohort, enrolments, stored=True)]
    others = [row for row in rows if row["state"] in ("", ExcellenceState.DECLINED)]
    demand = demand_of(cohort)
    return render(request, "cohorts/excellent.html", {
        "cohort": cohort, "demand": demand, "texts": excellence_texts(demand), "room": room_of(cohort), "fitting": len(fit),
        "named": [row for row in rows if row["state"] == ExcellenceState.APPROVED],
        "proposed": [row for row in rows if row["state"] == ExcellenceState.PROPOSED],
        "others": sorted(others, key=lambda row: not row["fits"]),
    })


def _row(one, fit, user):
    kept = getattr(one.enrolment, "excellence", None)
    return {
        "enrolment": one.enrolment, "kept": kept, "state": kept.state if kept else "", "fits": one.enrolment.pk in fit,
        "attendance": attendance_text(one), "final": total_text(one.facts.final) if one.facts.final else "",
        "own": one.enrolment.person_id == user.pk,
        "own_proposal": bool(kept) and not kept.by_rule and kept.proposed_by_id == user.pk,
    }


def _propose(request, cohort, people):
    done = propose_excellent(actor=request.user, cohort=cohort, enrolments=people, reason=request.POST.get("reason", ""))
    _say(request, done, ngettext("%(count)d person is proposed.", "%(count)d people are proposed.", done.new))


def _approve(request, cohort, people):
    done = approve_excellent(actor=request.user, cohort=cohort, enrolments=people)
    _say(request, done, ngettext(
        "%(count)d person is an excellent trainee now.", "%(count)d people are excellent trainees now.", done.new))
    if done.twice:
        messages.warning(request, _("Whoever you proposed yourself is approved by a colleague."))


def _name(request, cohort, people):
    done = name_excellent(actor=request.user, cohort=cohort)
    _say(request, done, ngettext("The rule named %(count)d person.", "The rule named %(count)d people.", done.new))
    if done.tied:
        messages.warning(request, _(
            "%(count)s people at the limit are equal by every figure. Propose whom you choose among them."
        ) % {"count": done.tied})


def _decline(request, cohort, people):
    count = decline_excellent(actor=request.user, cohort=cohort, enrolments=people, answer=request.POST.get("answer", ""))
    text = ngettext("%(count)d person is taken off.", "%(count)d people are taken off.", count)
    messages.success(request, text % {"count": count})


def _say(request, done, text):
    messages.success(request, text % {"count": done.new}) if done.new else messages.info(request, text % {"count": 0})
    if done.own:
        messages.warning(request, _("You cannot judge yourself. Please ask a colleague to do it."))


ACTS = {
    "propose": ("excellence.propose", _propose), "approve": ("excellence.decide", _approve),
    "rule": ("excellence.decide", _name), "decline": ("excellence.decide", _decline),
}


@login_required
@require_http_methods(["GET", "POST"])
def programme_excellence(request, pk):
    """What the programme says of excellent trainees. Without a limit there are none."""
    row = fetch_programme(request, pk, "programme.edit")
    form = ExcellenceForm(request.POST or None, programme=row)
    if request.method == "POST" and form.is_valid():
        set_excellence(actor=request.user, programme=row, excellence=form.excellence())
        messages.success(request, _("What makes an excellent trainee is saved."))
        return redirect("cohorts:programme", row.pk)
    return render(request, "cohorts/programme_excellence.html", {"programme": row, "form": form})
