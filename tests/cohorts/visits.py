"""Makers of open sites and visits, for the tests of both."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from cohorts.actions.bookings import place_booking
from cohorts.actions.venues import create_venue
from cohorts.models import Venue


def make_site(world, **fields):
    fields = {"name": "滨江党群服务站", "kind": "open_site", "capacity": 40} | fields
    return create_venue(actor=None, organisation=world.east, **fields)


def soon(hour=9, *, days=3):
    """Return a moment some days ahead, in the district's own time."""
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), time(hour)))


def ask(world, site, *, people=20, starts_at=None, hours=2, **fields):
    starts_at = starts_at or soon()
    fields = {"organisation": world.east_branch, "actor": world.p_liaison} | fields
    return place_booking(venue=site, starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours), people=people, **fields)


def open_site(world):
    return Venue.objects.filter(kind="open_site").first() or make_site(world)
