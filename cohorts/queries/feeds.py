"""What a calendar link shows: what its owner may see on the day it is fetched."""

from datetime import timedelta

from cohorts.enums import FeedKind
from cohorts.models import ClassSession, Cohort, Venue
from cohorts.queries.published import as_planned, published_for_staff, published_in, published_of

BACK = timedelta(days=90)
MOST = 1000


def meetings_of_feed(feed, now):
    """Return the meetings of the link from ninety days ago on, cancelled ones too, in order of time. Two queries at most.

    One's own link and a cohort's show what was published. A venue's is for whoever runs the house: what is planned there.
    """
    person, since = feed.person, now - BACK
    match feed.kind:
        case FeedKind.COHORT:
            seen = Cohort.objects.visible_to(person).filter(pk=feed.cohort_id)
            found = published_in(feed.cohort_id) if seen.exists() else None
        case FeedKind.VENUE:
            seen = Venue.objects.visible_to(person).filter(pk=feed.venue_id)
            found = _planned_at(seen, since)
        case _:
            learns, teaches = published_of(person, since=since), published_for_staff(person, since=since)
            found = sorted({meeting.pk: meeting for meeting in (*learns, *teaches)}.values(), key=lambda m: (m.starts_at, m.pk))
    return [meeting for meeting in found or () if meeting.ends_at >= since][:MOST]


def _planned_at(venues, since):
    there = ClassSession.objects.filter(venue__in=venues.values("pk"), ends_at__gte=since)
    sessions = there.select_related("cohort", "venue", "trainer", "group").order_by("starts_at", "pk")[:MOST]
    return [as_planned(session) for session in sessions]
