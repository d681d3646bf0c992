"""Rooms and open sites of the whole district: the list, a venue's page, its form, and the code that hangs at an open site."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cohorts.actions.venues import create_venue, renew_site_code, update_venue
from cohorts.enums import BookingState, VenueKind
from cohorts.lists.places import VENUES
from cohorts.models import SiteBooking, Venue
from cohorts.reports.printing import site_poster
from cohorts.rules.site_code import site_code
from cohorts.site_words import opening_lines
from cohorts.venue_forms import VenueForm
from cohorts.views.paper import pdf_answer
from lms.people import access

PAGE = 50
NEXT = 10


@require_GET
@login_required
def venues(request):
    access.require(request.user, "venue.browse")
    asked = VENUES.asked(request.GET)
    return render(request, "cohorts/venues.html", {
        "page": Paginator(VENUES.rows(request.user, asked), PAGE).get_page(request.GET.get("page")), "text": asked.get("q", ""),
        "today": timezone.localdate(),
    })


@require_GET
@login_required
def venue(request, pk):
    """One venue. What is planned in it stands on the page for whoever plans; a branch sees the site and its own visits."""
    row = _venue(request, pk)
    plans = access.allowed(request.user, "venue.browse")
    if not plans and not (row.kind == VenueKind.OPEN_SITE and access.allowed(request.user, "site.browse")):
        raise PermissionDenied
    now = timezone.now()
    ahead = row.sessions.filter(cancelled_at=None, cohort__cancelled_at=None, ends_at__gt=now).select_related("cohort")
    bookings = SiteBooking.objects.visible_to(request.user).filter(
        venue=row, ends_at__gt=now, state__in=(BookingState.PLACED, BookingState.ACCEPTED)
    ).select_related("organisation").order_by("starts_at", "pk")
    return render(request, "cohorts/venue.html", {
        "venue": row, "opening": opening_lines(row.opening), "today": timezone.localdate(now), "plans": plans,
        "sessions": ahead.order_by("starts_at", "pk")[:NEXT] if plans else [], "bookings": bookings[:NEXT],
    })


@require_http_methods(["GET", "POST"])
@login_required
def venue_new(request):
    access.require(request.user, "venue.create")
    form = VenueForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_venue(actor=request.user, **form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The venue is there."))
            return redirect("cohorts:venue", made.pk)
    return render(request, "cohorts/venue_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@login_required
def venue_edit(request, pk):
    row = _venue(request, pk)
    access.require(request.user, "venue.edit", row)
    form = VenueForm(request.POST or None, instance=row, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            update_venue(actor=request.user, venue=row, **form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The venue is saved."))
            return redirect("cohorts:venue", row.pk)
    return render(request, "cohorts/venue_form.html", {"form": form, "venue": row})


@require_GET
@login_required
def site_code_poster(request, pk):
    """The code of an open site as a sheet to hang up."""
    row = _site(request, pk)
    address = settings.SITE_URL + reverse("cohorts:site-visit", args=[row.pk, site_code(row.secret, row.pk)])
    return pdf_answer(site_poster(row, address), row.name)


@require_POST
@login_required
def site_code_renew(request, pk):
    row = _site(request, pk)
    renew_site_code(actor=request.user, venue=row)
    messages.success(request, _("The old code opens nothing any more. Print the new one and hang it up."))
    return redirect("cohorts:venue", row.pk)


def _site(request, pk):
    row = _venue(request, pk)
    access.require(request.user, "venue.edit", row)
    if row.kind != VenueKind.OPEN_SITE:
        raise Http404
    return row


def _venue(request, pk):
    return get_object_or_404(Venue.objects.visible_to(request.user).select_related("organisation"), pk=pk)
