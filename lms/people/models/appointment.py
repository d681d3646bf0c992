from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.enums import Position

from .organisation import Organisation
from .person import Person


class AppointmentQuerySet(models.QuerySet):
    def current(self):
        return self.filter(ends_on=None)

    def on(self, day):
        """Appointments that held on the date ``day``; one without a known beginning counts as begun."""
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=day)).filter(Q(ends_on=None) | Q(ends_on__gt=day))

    def visible_to(self, user):
        return self.filter(person__in=Person.objects.visible_to(user).values("pk")) if user.is_authenticated else self.none()


class Appointment(models.Model):
    """A person holds a position in an organisation, from a day until the day before ``ends_on``.

    ``starts_on`` is the first of the month where the roster names only a month. "Newly appointed" is derived
    (``people.rules.appointments.newly_appointed``).
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="appointments")
    position = models.CharField(_("position"), max_length=12, choices=Position)
    starts_on = models.DateField(_("since"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__path", "position", "pk"]
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "position"], condition=Q(ends_on=None), name="appointment_held_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="appointment_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "position"], condition=Q(ends_on=None), name="appointment_post")]

    def __str__(self):
        return f"{self.person_id} {self.position} @ {self.organisation_id}"
