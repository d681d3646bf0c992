"""Calendar links: made once, shown to their owner, revoked for ever."""

from django.db import transaction
from django.utils import timezone

from cohorts.enums import FeedKind
from cohorts.models import CalendarFeed
from lms.audit.trail import record


@transaction.atomic
def make_feed(*, actor, kind, cohort=None, venue=None):
    """Return the standing link of ``actor`` to their own sessions, or to those of ``cohort`` or ``venue``; make it if need be."""
    feed, created = CalendarFeed.objects.get_or_create(
        person=actor, kind=kind, cohort=cohort, venue=venue, revoked_at=None
    )
    if created:
        record(actor=actor, verb="feed.make", target=feed, detail={"kind": FeedKind(kind).value})
    return feed


@transaction.atomic
def revoke_feed(*, actor, feed):
    """Let the link show nothing any more; another made later has another address."""
    feed = CalendarFeed.objects.select_for_update().get(pk=feed.pk)
    if feed.revoked_at is None:
        feed.revoked_at = timezone.now()
        feed.save(update_fields=["revoked_at"])
        record(actor=actor, verb="feed.revoke", target=feed, detail={"kind": feed.kind})
    return feed
