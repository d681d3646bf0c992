import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import SessionKind, VenueKind
from lms.people.enums import STAFF_ROLES
from lms.people.models import Organisation

from .cohort import Cohort


def new_secret():
    return secrets.token_hex(16)


class VenueQuerySet(models.QuerySet):
    def active(self):
        return self.filter(closed_on=None)

    def visible_to(self, user):
        """Rooms and open sites are shared by the whole district: every member of staff sees them."""
        return self.all() if user.is_authenticated and user.scope.holds(*STAFF_ROLES) else self.none()


class Venue(models.Model):
    organisation = models.ForeignKey(Organisation, verbose_name=_("of"), on_delete=models.PROTECT, related_name="venues")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=VenueKind, default=VenueKind.ROOM)
    address = models.CharField(_("address"), max_length=200, blank=True)
    capacity = models.PositiveIntegerField(_("capacity"))
    closed_on = models.DateField(null=True, blank=True)

    objects = VenueQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="venue_name_once")]

    def __str__(self):
        return self.name


class SessionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at=None, cancelled_at=None)

    def visible_to(self, user):
        return self.filter(cohort__in=Cohort.objects.visible_to(user).values("pk"))


class ClassSession(models.Model):
    """One meeting of a cohort. ``secret`` feeds the rotating check-in code (``cohorts.rules.check_in``).

    ``minutes`` is what attending earns; closing posts it (``cohorts.actions.sessions.close_session``).
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="sessions")
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=SessionKind, default=SessionKind.LECTURE)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    minutes = models.PositiveSmallIntegerField(_("minutes credited"))
    venue = models.ForeignKey(
        Venue, verbose_name=_("venue"), null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("trainer"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="sessions_taught",
    )
    secret = models.CharField(max_length=40, default=new_secret, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # How often it was moved, and when last: calendar programs take the highest for the truth.
    revision = models.PositiveIntegerField(default=0, editable=False)
    revised_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("class session")
        verbose_name_plural = _("class sessions")
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts")]
        indexes = [
            models.Index(fields=["venue", "starts_at"], name="session_in_venue"),
            models.Index(fields=["trainer", "starts_at"], name="session_of_trainer"),
        ]

    def __str__(self):
        return self.title
