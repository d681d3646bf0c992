"""What a calendar link shows: what its owner may see on the day it is fetched."""

from datetime import timedelta

from django.db.models import Q

from cohorts.enums import SEATED, FeedKind
from cohorts.models import ClassSession, Cohort, Enrolment, Venue

BACK = timedelta(days=90)
MOST = 1000


def sessions_of_feed(feed, now):
    """Return the sessions of the link from ninety days ago on, cancelled ones too, in order of time. Three queries at most."""
    found = _scope(feed).filter(ends_at__gte=now - BACK)
    return list(found.select_related("cohort", "venue", "trainer").order_by("starts_at", "pk")[:MOST])


def _scope(feed):
    person = feed.person
    match feed.kind:
        case FeedKind.COHORT:
            seen = Cohort.objects.visible_to(person).filter(pk=feed.cohort_id)
            return ClassSession.objects.filter(cohort__in=seen.values("pk"))
        case FeedKind.VENUE:
            seen = Venue.objects.visible_to(person).filter(pk=feed.venue_id)
            return ClassSession.objects.filter(venue__in=seen.values("pk"))
    learns = Enrolment.objects.filter(person=person, state__in=SEATED).values("cohort_id")
    return ClassSession.objects.filter(Q(cohort__in=learns) | Q(trainer=person) | Q(cohort__class_teacher=person))
