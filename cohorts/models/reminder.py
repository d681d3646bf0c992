from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.people.models import Person


class ReminderChoiceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own: how someone wants to be reminded is nobody else's business."""
        return self.filter(person=user) if user.is_authenticated else self.none()


class ReminderChoice(models.Model):
    """When and how someone wants to be reminded of sessions; without a row nobody is reminded of anything."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="reminder_choice")
    day_before = models.BooleanField(_("a day before"), default=True)
    hour_before = models.BooleanField(_("an hour before"), default=True)
    in_app = models.BooleanField(_("in the system"), default=True)
    by_email = models.BooleanField(_("by e-mail"), default=False)
    by_sms = models.BooleanField(_("by text message"), default=False)

    objects = ReminderChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice of reminders")
        verbose_name_plural = _("choices of reminders")

    def __str__(self):
        return str(self.person_id)
