"""Rooms and open sites of the whole district."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.actions.timetable import create_venue, update_venue
from cohorts.models import Venue
from cohorts.plan_forms import VenueForm
from lms.people import access

PAGE = 50


@require_GET
@login_required
def venues(request):
    access.require(request.user, "venue.browse")
    text = request.GET.get("q", "").strip()[:60]
    ahead = Q(sessions__cancelled_at=None, sessions__starts_at__gte=timezone.now())
    found = Venue.objects.visible_to(request.user).select_related("organisation").annotate(
        planned=Count("sessions", filter=ahead)
    ).order_by("name", "pk")
    if text:
        found = found.filter(Q(name__icontains=text) | Q(address__icontains=text) | Q(organisation__name__icontains=text))
    return render(request, "cohorts/venues.html", {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")), "text": text, "today": timezone.localdate(),
    })


@require_http_methods(["GET", "POST"])
@login_required
def venue_new(request):
    access.require(request.user, "venue.create")
    form = VenueForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            create_venue(actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The venue is there."))
            return redirect("cohorts:venues")
    return render(request, "cohorts/venue_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@login_required
def venue_edit(request, pk):
    venue = get_object_or_404(Venue.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    access.require(request.user, "venue.edit", venue)
    form = VenueForm(request.POST or None, instance=venue, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            update_venue(actor=request.user, venue=venue, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The venue is saved."))
            return redirect("cohorts:venues")
    return render(request, "cohorts/venue_form.html", {"form": form, "venue": venue})
