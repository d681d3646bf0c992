"""Meetings around a moment: what stands in a new one's way, which venues are free, and the week of a person."""

from datetime import datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from cohorts.enums import SEATED, SessionKind, VenueKind
from cohorts.models import ClassSession, Enrolment, Venue
from cohorts.rules.clashes import Meeting, Room, clashes_of

SEATS = Count("cohort__enrolments", filter=Q(cohort__enrolments__state__in=SEATED))


def overlapping(starts_at, ends_at, *, but=None):
    """Meetings, not cancelled, that are on at some moment between the two; ``but`` is left out."""
    found = ClassSession.objects.filter(cancelled_at=None, starts_at__lt=ends_at, ends_at__gt=starts_at)
    return found.exclude(pk=but) if but else found


def meeting_of(session, *, seats=0):
    return Meeting(
        pk=session.pk, starts_at=session.starts_at, ends_at=session.ends_at, cohort=session.cohort_id, title=session.title,
        venue=session.venue_id, trainer=session.trainer_id, seats=seats, split=session.kind == SessionKind.BREAKOUT,
    )


def clashes_for(session):
    """Return the clashes (``cohorts.rules.clashes``) of a session as it stands in memory, saved or not. Three queries."""
    seated = Enrolment.objects.seated()
    near = Q(cohort=session.cohort_id)
    if session.venue_id:
        near |= Q(venue=session.venue_id)
    if session.trainer_id:
        near |= Q(trainer=session.trainer_id)
    here = seated.filter(cohort=session.cohort_id).values("person_id")
    shared = dict(
        seated.filter(
            person_id__in=here,
            cohort_id__in=overlapping(session.starts_at, session.ends_at, but=session.pk).values("cohort_id"),
        ).exclude(cohort=session.cohort_id).values_list("cohort_id").annotate(Count("pk")).order_by()
    )
    others = overlapping(session.starts_at, session.ends_at, but=session.pk).filter(
        near | Q(cohort_id__in=shared)
    ).annotate(seats=SEATS)
    venue, cohort = session.venue, session.cohort
    return clashes_of(
        meeting_of(session, seats=seated.filter(cohort=session.cohort_id).count()),
        others=[meeting_of(other, seats=other.seats) for other in others],
        room=venue and Room(venue.pk, venue.capacity, venue.kind == VenueKind.OPEN_SITE, venue.closed_on),
        quota=cohort.quota,
        days=(cohort.starts_on, cohort.ends_on, timezone.localdate(session.starts_at)),
        shared_people=shared,
    )


def free_venues(user, *, starts_at, ends_at, people, but=None, limit=5):
    """Venues that would take ``people`` at that time, the smallest sufficient first."""
    there = overlapping(starts_at, ends_at, but=but).filter(venue=OuterRef("pk"))
    busy = overlapping(starts_at, ends_at, but=but).filter(venue__kind=VenueKind.OPEN_SITE).annotate(seats=SEATS)
    beside = {}
    for venue_id, seats in busy.values_list("venue_id", "seats"):
        beside[venue_id] = beside.get(venue_id, 0) + seats
    rooms = Venue.objects.visible_to(user).filter(
        Q(closed_on=None) | Q(closed_on__gt=timezone.localdate(ends_at)), capacity__gte=max(people, 1)
    ).filter(Q(kind=VenueKind.OPEN_SITE) | ~Exists(there)).order_by("capacity", "name", "pk")
    found = [venue for venue in rooms[:limit + len(beside)] if venue.capacity - beside.get(venue.pk, 0) >= people]
    return found[:limit]


def week_of(user, monday):
    """Meetings of the seven days from ``monday`` on (a date) that the user may see, with their seats counted."""
    start = timezone.make_aware(datetime.combine(monday, time.min))
    return (
        ClassSession.objects.visible_to(user)
        .filter(starts_at__gte=start, starts_at__lt=start + timedelta(days=7))
        .select_related("cohort", "venue", "trainer", "order").order_by("starts_at", "pk")
    )
