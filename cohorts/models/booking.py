from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import BookingState
from lms.people.enums import Role
from lms.people.models import Organisation

from .session import ClassSession
from .venue import Venue


class SiteBookingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of one's organisations, and those of the sites one runs."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=[])
        for path in user.scope.paths(Role.LIAISON, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR):
            inside |= Q(organisation__path__startswith=path)
        for path in user.scope.paths(Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT):
            inside |= Q(venue__organisation__path__startswith=path)
        return self.filter(inside)


class SiteBooking(models.Model):
    """A branch books an open activity site for a group; accepted, it is a session there, with the site's own code."""

    venue = models.ForeignKey(Venue, verbose_name=_("open site"), on_delete=models.PROTECT, related_name="bookings")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("booked by"), on_delete=models.PROTECT, related_name="site_bookings"
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    people = models.PositiveIntegerField(_("people"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=BookingState, default=BookingState.PLACED)
    placed_at = models.DateTimeField(default=timezone.now)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    session = models.OneToOneField(ClassSession, null=True, blank=True, on_delete=models.PROTECT, related_name="booking")

    objects = SiteBookingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        verbose_name = _("site booking")
        verbose_name_plural = _("site bookings")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="booking_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(people__gte=1), name="booking_has_people"),
        ]

    def __str__(self):
        return f"{self.venue_id} {self.organisation_id}"
