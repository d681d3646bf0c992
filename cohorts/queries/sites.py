"""Who is at an open site when, and whose visit is under way."""

from datetime import datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from cohorts.enums import SEATED, BookingState
from cohorts.models import ClassSession, SiteBooking
from cohorts.queries.clashes import overlapping
from cohorts.rules.bookings import Site, Visit
from lms.people.models import Organisation

SEATS = Count("cohort__enrolments", filter=Q(cohort__enrolments__state__in=SEATED))


def site_of(venue):
    return Site(venue.capacity, venue.opening, venue.closed_on)


def visit_of(row):
    """Return a booking as the rules see it, in the district's own time."""
    return Visit(timezone.localtime(row.starts_at), timezone.localtime(row.ends_at), row.people)


def visits_near(venue, starts_at, ends_at, *, but=None):
    """Return who else is at ``venue`` at some moment between the two: accepted visits, and meetings of classes. Two queries."""
    booked = SiteBooking.objects.filter(
        venue=venue, state=BookingState.ACCEPTED, starts_at__lt=ends_at, ends_at__gt=starts_at
    ).exclude(pk=but)
    classes = overlapping(starts_at, ends_at).filter(venue=venue, booking=None).annotate(people=SEATS)
    return [visit_of(row) for row in (*booked, *classes)]


def visits_of(person, venue, now):
    """Return the sessions of today's accepted visits of the person's branch to ``venue``, in order of time. One query."""
    morning = timezone.make_aware(datetime.combine(timezone.localdate(now), time.min))
    mine = Organisation.objects.filter(pk__in=person.own_organisation_ids)
    return list(
        ClassSession.objects.filter(
            Exists(SiteBooking.objects.filter(
                session=OuterRef("pk"), venue=venue, state=BookingState.ACCEPTED, organisation__in=mine
            )),
            starts_at__gte=morning, starts_at__lt=morning + timedelta(days=1),
        ).select_related("cohort__organiser", "venue", "booking__organisation").order_by("starts_at", "pk")
    )
