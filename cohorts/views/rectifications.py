"""Rectification: the list, a new one, and each with its report and its re-check."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.actions.rectifications import check_again, open_rectification, report_done
from cohorts.enums import RectificationState
from cohorts.lists.supervision import NAMES, RECTIFICATIONS
from cohorts.models import Rectification
from cohorts.rectification_forms import CheckForm, PlaceForm, RectificationForm, WordsForm
from lms.people import access

PAGE = 50


@require_GET
@login_required
def rectifications(request):
    """What is to be put right, the soonest due first; ``overdue`` keeps what is past its day."""
    access.require(request.user, "rectification.browse")
    asked, today = RECTIFICATIONS.asked(request.GET), timezone.localdate()
    return render(request, "cohorts/rectifications/list.html", {
        "page": Paginator(RECTIFICATIONS.rows(request.user, asked), PAGE).get_page(request.GET.get("page")),
        "state": asked.get("state", ""), "states": RectificationState.choices, "today": today,
        "overdue": Rectification.objects.visible_to(request.user).overdue(today).count(),
    })


@require_http_methods(["GET", "POST"])
@login_required
def rectification_new(request):
    """First the organisation (``?organisation=<pk>``), then what was found there."""
    access.require(request.user, "rectification.open")
    place = PlaceForm(request.GET if "organisation" in request.GET else None, user=request.user)
    if not place.is_bound or not place.is_valid():
        return render(request, "cohorts/rectifications/place.html", {"form": place})
    organisation = place.cleaned_data["organisation"]
    asked = request.GET.get("person", "")
    form = RectificationForm(
        request.POST or None, organisation=organisation,
        initial={"person": int(asked)} if asked.isdecimal() and len(asked) < 18 else None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = open_rectification(actor=request.user, organisation=organisation, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("It is recorded, and whoever is responsible is told."))
            return redirect("cohorts:rectification", row.pk)
    return render(request, "cohorts/rectifications/new.html", {"form": form, "organisation": organisation})


@require_http_methods(["GET", "POST"])
@login_required
def rectification(request, pk):
    """What was found and every step; reported by whoever is to put it right, re-checked by somebody else."""
    row = get_object_or_404(Rectification.objects.visible_to(request.user).select_related(*NAMES), pk=pk)
    report, check = WordsForm(prefix="report"), CheckForm(prefix="check")
    if request.method == "POST":
        if "done" in request.POST or "not-done" in request.POST:
            access.require(request.user, "rectification.check", row)
            check = CheckForm(request.POST, prefix="check")
            done = "done" in request.POST
            ok = _try(check, lambda data: check_again(actor=request.user, row=row, done=done, **data))
            said = _("The re-check is recorded.")
        else:
            access.require(request.user, "rectification.report", row)
            report = WordsForm(request.POST, prefix="report")
            ok = _try(report, lambda data: report_done(actor=request.user, row=row, **data))
            said = _("Your report is sent. Somebody else re-checks it.")
        if ok:
            messages.success(request, said)
            return redirect("cohorts:rectification", row.pk)
    return render(request, "cohorts/rectifications/rectification.html", {
        "row": row, "report": report, "check": check, "steps": row.steps.select_related("by"), "today": timezone.localdate(),
        "may_report": access.allowed(request.user, "rectification.report", row),
        "may_check": access.allowed(request.user, "rectification.check", row),
    })


def _try(form, act):
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
