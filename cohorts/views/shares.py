"""Places kept for organisations: the organiser keeps them, the organisation's liaison names who takes them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.actions.shares import give_back, keep_places, name_people
from cohorts.models import SeatShare
from cohorts.permissions import NAMERS
from cohorts.queries.candidates import candidates
from cohorts.queries.seats import as_share, places_of, shares_with_names
from cohorts.seat_forms import ShareForm, default_names_until
from lms.people import access

from .cohorts import fetch, over

PAGE = 50


@require_http_methods(["GET", "POST"])
@login_required
def cohort_places(request, pk):
    """What a cohort keeps, for whom and until when; a POST keeps more, or changes what is kept."""
    cohort = fetch(request, pk, "cohort.enrol")
    if over(request, cohort):
        return redirect("cohorts:cohort", cohort.pk)
    form = ShareForm(request.POST or None, cohort=cohort, initial={"name_until": default_names_until(cohort), "seats": 5})
    if request.method == "POST" and form.is_valid():
        try:
            share = keep_places(actor=request.user, cohort=cohort, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(seats)s places are kept for %(name)s. Its liaisons were told.")
                             % {"seats": share.seats, "name": share.organisation.name})
            return redirect("cohorts:cohort-places", cohort.pk)
    rows = shares_with_names(SeatShare.objects.filter(cohort=cohort)).select_related("organisation", "cohort__organiser")
    rows = rows.order_by("organisation__path")
    return render(request, "cohorts/cohort_places.html", {
        "cohort": cohort, "form": form, "shares": _dressed(rows), "places": places_of(cohort),
    })


@require_GET
@login_required
def places(request):
    """The places kept for the visitor's organisations, those that wait for names first."""
    access.require(request.user, "share.browse")
    rows = shares_with_names(SeatShare.objects.visible_to(request.user).filter(cohort__cancelled_at=None)).select_related(
        "organisation", "cohort__organiser"
    ).order_by("-name_until", "cohort_id", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    page.object_list = _dressed(page.object_list)
    return render(request, "cohorts/places.html", {"page": page})


@require_http_methods(["GET", "POST"])
@login_required
def share(request, pk):
    """Name people for the places kept: those of the programme's audience, or everyone of the organisation."""
    row = _share(request, pk, "share.name")
    [row] = _dressed([row])
    cohort, everyone = row.cohort, "all" in request.GET
    programme = cohort.programme
    found = candidates(
        request.user, cohort, area=row.organisation, roles=NAMERS, text=request.GET.get("q", "").strip()[:40],
        categories=[] if everyone or programme is None else list(programme.categories.all()),
        positions=[] if everyone or programme is None else programme.positions,
        new=bool(programme and programme.newly_appointed and not everyone),
    )
    if request.method == "POST":
        ticked = [value for value in request.POST.getlist("post") if value.isdecimal() and len(value) < 18]
        chosen = list(found.filter(pk__in=ticked[:PAGE]))
        if not chosen:
            messages.warning(request, _("Nobody was ticked. Tick the people to name, then try again."))
            return redirect(request.get_full_path())
        try:
            name_people(actor=request.user, share=row, appointments=chosen)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(request.get_full_path())
        messages.success(request, ngettext("%(count)s person was named and has a place.",
                                           "%(count)s people were named and have places.", len(chosen))
                         % {"count": len(chosen)})
        return redirect("cohorts:share", row.pk)
    named = row.enrolments.seated().select_related("person", "organisation").order_by("person__name_key", "pk")
    return render(request, "cohorts/share.html", {
        "share": row, "cohort": cohort, "named": list(named), "everyone": everyone, "text": request.GET.get("q", ""),
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")) if row.left else None,
    })


@require_http_methods(["GET", "POST"])
@login_required
def share_give_back(request, pk):
    row = _share(request, pk, "share.change")
    if request.method == "POST":
        try:
            give_back(actor=request.user, share=row)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The places are free again. Whoever waited longest got them."))
        return redirect("cohorts:cohort-places", row.cohort_id)
    return render(request, "cohorts/share_give_back.html", {"share": row, "cohort": row.cohort, "named": row.named})


def _share(request, pk, verb):
    seen = shares_with_names(SeatShare.objects.visible_to(request.user)).select_related(
        "organisation", "cohort__organiser", "cohort__programme__organisation"
    )
    row = get_object_or_404(seen, pk=pk)
    access.require(request.user, verb, row)
    return row


def _dressed(rows):
    """Give each share ``left``, how many names it still waits for, and ``late``, whether the day for them is over."""
    today, rows = timezone.localdate(), list(rows)
    for row in rows:
        row.left, row.late = as_share(row).unnamed(today), today > row.name_until
        over_now = row.cohort.closed_at is not None or row.cohort.cancelled_at is not None
        row.left = 0 if over_now else row.left
    return rows
