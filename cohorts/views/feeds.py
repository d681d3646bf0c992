"""Calendar links: the page that shows one's own, and the address that calendar programs fetch."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from cohorts.actions.feeds import make_feed, revoke_feed
from cohorts.enums import FeedKind
from cohorts.models import CalendarFeed, Cohort, Venue
from cohorts.queries.feeds import meetings_of_feed
from cohorts.reports.calendar import calendar_of
from lms.people import access


@login_required
@require_GET
def feeds(request):
    """One's own links with their addresses, and how to use them."""
    rows = list(
        CalendarFeed.objects.standing().visible_to(request.user).select_related("cohort", "venue").order_by("created_at", "pk")
    )
    for row in rows:
        row.address = request.build_absolute_uri(reverse("cohorts:feed", args=[row.token]))
        row.subscribe = row.address.replace("https://", "webcal://", 1).replace("http://", "webcal://", 1)
    return render(request, "cohorts/feeds.html", {
        "feeds": rows, "has_own": any(row.kind == FeedKind.MINE for row in rows),
        "layout": "layouts/desk.html" if request.user.scope.grants else "layouts/my.html",
    })


@login_required
@require_POST
def feed_make(request):
    make_feed(actor=request.user, kind=FeedKind.MINE)
    return redirect("cohorts:feeds")


@login_required
@require_POST
def cohort_feed(request, pk):
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user).select_related("organiser"), pk=pk)
    access.require(request.user, "cohort.browse", cohort)
    make_feed(actor=request.user, kind=FeedKind.COHORT, cohort=cohort)
    return redirect("cohorts:feeds")


@login_required
@require_POST
def venue_feed(request, pk):
    access.require(request.user, "venue.browse")
    make_feed(actor=request.user, kind=FeedKind.VENUE, venue=get_object_or_404(Venue.objects.visible_to(request.user), pk=pk))
    return redirect("cohorts:feeds")


@login_required
@require_POST
def feed_revoke(request, pk):
    feed = get_object_or_404(CalendarFeed.objects.standing().visible_to(request.user), pk=pk)
    revoke_feed(actor=request.user, feed=feed)
    messages.success(request, _("The link shows nothing any more. You can make a new one at any time."))
    return redirect("cohorts:feeds")


@require_safe
def feed(request, token):
    """The calendar itself, for whoever has the address: programs that fetch it cannot sign in."""
    found = get_object_or_404(CalendarFeed.objects.standing().select_related("person", "cohort", "venue"), token=token)
    with translation.override("zh-hans"):
        title = {FeedKind.COHORT: found.cohort, FeedKind.VENUE: found.venue}.get(found.kind) or _("My sessions")
        body = calendar_of(str(title), meetings_of_feed(found, timezone.now()))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Content-Disposition"] = 'attachment; filename="timetable.ics"'
    return response
