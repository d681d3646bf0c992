import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from cohorts.enums import VenueKind
from lms.people.enums import STAFF_ROLES
from lms.people.models import Organisation


def new_secret():
    return secrets.token_hex(16)


class VenueQuerySet(models.QuerySet):
    def active(self):
        return self.filter(closed_on=None)

    def visible_to(self, user):
        """Rooms and open sites are shared by the whole district: every member of staff sees them."""
        return self.all() if user.is_authenticated and user.scope.holds(*STAFF_ROLES) else self.none()


class Venue(models.Model):
    """A room or an open activity site. ``secret`` feeds the code that hangs at an open site.

    ``opening`` maps a weekday (``"0"`` is Monday) to ``["09:00", "17:00"]``; a weekday that is missing is closed, and an
    empty mapping says nothing of times: open whenever someone meets there.
    """

    organisation = models.ForeignKey(Organisation, verbose_name=_("of"), on_delete=models.PROTECT, related_name="venues")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=VenueKind, default=VenueKind.ROOM)
    address = models.CharField(_("address"), max_length=200, blank=True)
    capacity = models.PositiveIntegerField(_("capacity"))
    opening = models.JSONField(_("opening times"), default=dict, blank=True)
    equipment = models.CharField(_("equipment"), max_length=200, blank=True)
    guide = models.TextField(_("guide"), blank=True)
    secret = models.CharField(max_length=40, default=new_secret, editable=False)
    closed_on = models.DateField(null=True, blank=True)

    objects = VenueQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="venue_name_once")]

    def __str__(self):
        return self.name
