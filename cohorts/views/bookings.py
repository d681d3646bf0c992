"""Open sites for branches: the list, a booking, and the answer of whoever runs the site."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.actions.bookings import accept_booking, cancel_booking, decline_booking, place_booking, restore_booking
from cohorts.enums import BookingState, VenueKind
from cohorts.models import SiteBooking, Venue
from cohorts.plan_forms import ReasonForm
from cohorts.queries.sites import visits_near
from cohorts.rules.bookings import busiest
from cohorts.site_words import opening_lines
from cohorts.venue_forms import BookingForm, OptionalReasonForm
from lms.people import access

PAGE = 30


@require_GET
@login_required
def sites(request):
    """Where a branch can go, with what there is to see and when it is open."""
    access.require(request.user, "site.browse")
    text = request.GET.get("q", "").strip()[:60]
    found = _open_sites(request.user).order_by("name", "pk")
    if text:
        found = found.filter(Q(name__icontains=text) | Q(address__icontains=text) | Q(guide__icontains=text))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    for site in page:
        site.opening_lines = opening_lines(site.opening)
    return render(request, "cohorts/sites.html", {"page": page, "text": text})


@require_http_methods(["GET", "POST"])
@login_required
def booking_new(request, pk):
    site = get_object_or_404(_open_sites(request.user), pk=pk)
    access.require(request.user, "booking.place")
    form = BookingForm(request.POST or None, user=request.user, venue=site)
    if request.method == "POST" and form.is_valid():
        try:
            row = place_booking(actor=request.user, venue=site, **form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your booking is sent. You are told here when it is answered."))
            return redirect("cohorts:booking", row.pk)
    return render(request, "cohorts/booking_form.html", {
        "form": form, "site": site, "opening": opening_lines(site.opening),
    })


@require_GET
@login_required
def bookings(request):
    access.require(request.user, "booking.browse")
    state = request.GET.get("state", "")
    found = SiteBooking.objects.visible_to(request.user).select_related("venue", "organisation")
    if state in BookingState.values:
        found = found.filter(state=state)
    return render(request, "cohorts/bookings.html", {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")), "state": state, "states": BookingState.choices,
    })


@require_http_methods(["GET", "POST"])
@login_required
def booking(request, pk):
    """One booking: answered by whoever runs the site, called off by either, asked for again after that."""
    row = get_object_or_404(
        SiteBooking.objects.visible_to(request.user).select_related(
            "venue__organisation", "organisation__parent", "placed_by", "decided_by", "session__cohort"
        ), pk=pk,
    )
    access.require(request.user, "booking.browse")
    decline, cancel = ReasonForm(prefix="decline"), OptionalReasonForm(prefix="cancel")
    trouble = []
    if request.method == "POST":
        if "cancel" in request.POST:
            access.require(request.user, "booking.cancel", row)
            cancel = OptionalReasonForm(request.POST, prefix="cancel")
            trouble = _try(cancel, lambda: cancel_booking(actor=request.user, booking=row, **cancel.cleaned_data))
            said = _("The booking is cancelled. You can ask again below.")
        elif "restore" in request.POST:
            access.require(request.user, "booking.cancel", row)
            trouble = _try(None, lambda: restore_booking(actor=request.user, booking=row))
            said = _("Your booking is sent. You are told here when it is answered.")
        elif "decline" in request.POST:
            access.require(request.user, "booking.answer", row)
            decline = ReasonForm(request.POST, prefix="decline")
            trouble = _try(decline, lambda: decline_booking(actor=request.user, booking=row, **decline.cleaned_data))
            said = _("Your answer is sent.")
        else:
            access.require(request.user, "booking.answer", row)
            trouble = _try(None, lambda: accept_booking(actor=request.user, booking=row))
            said = _("The visit is confirmed, and is a session now.")
        if trouble == []:
            messages.success(request, said)
            return redirect("cohorts:booking", row.pk)
    others = visits_near(row.venue, row.starts_at, row.ends_at, but=row.pk)
    return render(request, "cohorts/booking.html", {
        "booking": row, "decline": decline, "cancel": cancel, "trouble": trouble or [], "now": timezone.now(),
        "others": busiest(row, others), "may_answer": access.allowed(request.user, "booking.answer", row),
        "may_cancel": access.allowed(request.user, "booking.cancel", row),
    })


def _try(form, act):
    """Return the sentences of what went wrong: none when it is done, None when the form itself is not right."""
    if form is not None and not form.is_valid():
        return None
    try:
        act()
    except ValidationError as error:
        return error.messages
    return []


def _open_sites(user):
    return Venue.objects.visible_to(user).filter(
        Q(closed_on=None) | Q(closed_on__gt=timezone.localdate()), kind=VenueKind.OPEN_SITE
    ).select_related("organisation")
