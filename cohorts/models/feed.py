import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import FeedKind
from lms.people.models import Person

from .cohort import Cohort
from .venue import Venue


def new_token():
    """Return what makes an address unguessable: 192 bits."""
    return secrets.token_urlsafe(24)


class FeedQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(revoked_at=None, person__is_active=True)

    def visible_to(self, user):
        """One's own only: the address opens a calendar to whoever has it."""
        return self.filter(person=user) if user.is_authenticated else self.none()


class CalendarFeed(models.Model):
    """A secret address under which calendar programs fetch sessions: one's own, a cohort's or a venue's.

    It shows what its owner may see on the day it is fetched, and nothing once it is revoked.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="calendar_feeds")
    kind = models.CharField(_("kind"), max_length=8, choices=FeedKind)
    cohort = models.ForeignKey(Cohort, null=True, on_delete=models.CASCADE, related_name="calendar_feeds")
    venue = models.ForeignKey(Venue, null=True, on_delete=models.CASCADE, related_name="calendar_feeds")
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")
        constraints = [
            models.UniqueConstraint(
                fields=["person", *([kind.value] if kind != FeedKind.MINE else [])],
                condition=Q(revoked_at=None, kind=kind), name=f"feed_once_{kind.value}",
            )
            for kind in FeedKind
        ]

    def __str__(self):
        return f"{self.kind} {self.person_id}"
