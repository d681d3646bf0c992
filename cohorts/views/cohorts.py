"""Cohorts on the desk: the list, one with its meetings, opened, changed and cancelled."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.actions.cohorts import ChangedMeanwhile, cancel_cohort, update_cohort, upgrade_syllabuses
from cohorts.actions.shares import promote_waiting
from cohorts.cohort_forms import CohortForm
from cohorts.enums import EnrolmentState
from cohorts.lists.classes import COHORTS, SESSIONS
from cohorts.models import Cohort, Enrolment
from cohorts.plan_words import PhaseLabel
from cohorts.queries.cohorts import dressed, newer_lessons
from cohorts.queries.edits import version_of
from cohorts.queries.published import unpublished_in
from cohorts.queries.seats import places_of, someone_is_due
from cohorts.rules.schedule import phase_of
from lms.people import access

PAGE = 50


def fetch(request, pk, verb):
    """Return the cohort if the visitor sees it (else 404) and may do ``verb`` to it (else 403)."""
    seen = Cohort.objects.visible_to(request.user).select_related(
        "organiser", "programme__organisation", "class_teacher", "venue"
    )
    row = get_object_or_404(seen, pk=pk)
    access.require(request.user, verb, row)
    row.phase = phase_of(row, now=timezone.localtime())
    return row


def over(request, cohort):
    """Tell whether nothing can be changed in the cohort any more, and say so."""
    if cohort.closed_at is None and cohort.cancelled_at is None:
        return False
    messages.warning(request, _("This cohort is over. Nothing can be changed in it any more."))
    return True


@require_GET
@login_required
def cohorts(request):
    access.require(request.user, "cohort.browse")
    asked = COHORTS.asked(request.GET)
    page = Paginator(COHORTS.rows(request.user, asked), PAGE).get_page(request.GET.get("page"))
    page.object_list = dressed(page.object_list)
    return render(request, "cohorts/cohorts.html", {
        "page": page, "phase": asked.get("phase", ""), "text": asked.get("q", ""), "phases": PhaseLabel.choices,
        "soon": asked.get("soon") == "1",
    })


def settled(row):
    """Return the ``Places`` of a cohort, having given those that nobody named in time to who waits."""
    standing = places_of(row)
    if row.closed_at is None and row.cancelled_at is None and someone_is_due(row, standing):
        promote_waiting(actor=None, cohort=row)
        standing = places_of(row)
    return standing


@require_GET
@login_required
def cohort(request, pk):
    row = fetch(request, pk, "cohort.browse")
    standing = settled(row)
    counts = dict(Enrolment.objects.filter(cohort=row).order_by().values_list("state").annotate(Count("pk")))
    runs_on = row.closed_at is None and row.cancelled_at is None and access.allowed(request.user, "cohort.edit", row)
    return render(request, "cohorts/cohort.html", {
        "cohort": row, "sessions": list(SESSIONS.rows(request.user, SESSIONS.asked(request.GET, row))),
        "syllabuses": list(row.syllabuses.select_related("course")),
        "places": standing, "waiting": counts.get(EnrolmentState.WAITLISTED, 0),
        "applied": counts.get(EnrolmentState.APPLIED, 0), "completed": counts.get(EnrolmentState.COMPLETED, 0),
        "now": timezone.now(), "newer": newer_lessons(row) if runs_on else [],
        "unpublished": len(unpublished_in(row)) if row.closed_at is None and row.cancelled_at is None else 0,
    })


@require_http_methods(["GET", "POST"])
@login_required
def cohort_upgrade(request, pk):
    """Show which lessons came since the cohort was opened; a POST asks them of it."""
    row = fetch(request, pk, "cohort.edit")
    if over(request, row):
        return redirect("cohorts:cohort", row.pk)
    if request.method == "POST":
        upgrade_syllabuses(actor=request.user, cohort=row)
        messages.success(request, _("The cohort now asks what its courses ask today."))
        return redirect("cohorts:cohort", row.pk)
    newer = newer_lessons(row)
    return render(request, "cohorts/cohort_upgrade.html", {
        "cohort": row, "newer": newer, "people": row.enrolments.seated().count(),
    })


@require_http_methods(["GET", "POST"])
@login_required
def cohort_edit(request, pk):
    row = fetch(request, pk, "cohort.edit")
    if over(request, row):
        return redirect("cohorts:cohort", row.pk)
    form = CohortForm(request.POST or None, instance=row, user=request.user, initial={"seen": version_of(row)})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            update_cohort(actor=request.user, cohort=row, seen=values.pop("seen") or 0, **values)
        except ChangedMeanwhile as error:
            # Saving once more is meant knowingly then: this form has seen the change.
            form.data = form.data.copy()
            form.data["seen"] = error.edit.pk
            form.add_error(None, error)
            form.theirs = [(form.fields[name].label, getattr(row, name)) for name in error.edit.detail.get("changed", ())
                           if name in form.fields]
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The cohort is saved."))
            return redirect("cohorts:cohort", row.pk)
    return render(request, "cohorts/cohort_form.html", {"form": form, "cohort": row})


@require_http_methods(["GET", "POST"])
@login_required
def cohort_cancel(request, pk):
    row = fetch(request, pk, "cohort.edit")
    if over(request, row):
        return redirect("cohorts:cohort", row.pk)
    if request.method == "POST":
        try:
            cancel_cohort(actor=request.user, cohort=row)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The cohort is cancelled."))
        return redirect("cohorts:cohort", row.pk)
    return render(request, "cohorts/cohort_cancel.html", {
        "cohort": row, "people": row.enrolments.seated().count(), "sessions": row.sessions.open().count(),
    })
