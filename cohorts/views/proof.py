"""The desk's completion board, and the closing of a cohort."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.actions.completion import close_cohort, open_sessions
from cohorts.enums import SEATED
from cohorts.explain import attendance_text, reason_texts, requirement_texts
from cohorts.models import Cohort, Enrolment
from cohorts.queries.completion import requirements_of, standings
from lms.people import access

PAGE = 50


def _cohort(request, pk, verb):
    seen = Cohort.objects.visible_to(request.user).select_related("organiser", "programme__exam", "programme__organisation")
    cohort = get_object_or_404(seen, pk=pk)
    access.require(request.user, verb, cohort)
    return cohort


def _rows(request, cohort):
    enrolments = (
        Enrolment.objects.visible_to(request.user).filter(cohort=cohort, state__in=SEATED)
        .select_related("person", "organisation").order_by("person__name_key", "pk")
    )
    return [
        {"enrolment": one.enrolment, "verdict": one.verdict, "missing": reason_texts(one.verdict), "frozen": one.frozen,
         "attendance": attendance_text(one)}
        for one in standings(cohort, enrolments)
    ]


@require_GET
@login_required
def board(request, pk):
    """Everyone of the roster whom one sees, with what is missing."""
    cohort = _cohort(request, pk, "cohort.browse")
    rows = _rows(request, cohort)
    shown = request.GET.get("show", "")
    chosen = [row for row in rows if shown not in ("complete", "missing") or row["verdict"].complete == (shown == "complete")]
    complete = sum(1 for row in rows if row["verdict"].complete)
    return render(request, "cohorts/board.html", {
        "cohort": cohort, "page": Paginator(chosen, PAGE).get_page(request.GET.get("page")), "shown": shown,
        "total": len(rows), "complete": complete, "incomplete": len(rows) - complete,
        "asked": requirement_texts(requirements_of(cohort)),
    })


@require_http_methods(["GET", "POST"])
@login_required
def close(request, pk):
    """Who will have completed, who will not and why, and which sessions are open: asked before the cohort is closed."""
    cohort = _cohort(request, pk, "cohort.close")
    if cohort.closed_at is not None:
        return redirect("cohorts:board", cohort.pk)
    left = list(open_sessions(cohort))
    if request.method == "POST":
        agreed = {int(value) for value in request.POST.getlist("leaving_open") if value.isdigit()}
        try:
            counts = close_cohort(actor=request.user, cohort=cohort, leaving_open=agreed)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("cohorts:close", cohort.pk)
        messages.success(request, _("The cohort is closed: %(completed)s completed it, %(not_completed)s did not.") % counts)
        return redirect("cohorts:board", cohort.pk)
    rows = _rows(request, cohort)
    return render(request, "cohorts/close.html", {
        "cohort": cohort, "left": left, "own": any(row["enrolment"].person_id == request.user.pk for row in rows),
        "complete": [row for row in rows if row["verdict"].complete],
        "incomplete": [row for row in rows if not row["verdict"].complete],
    })
