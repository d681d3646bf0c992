"""The form of reminders: when, and by which way."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.models import ReminderChoice
from cohorts.plan_forms import RowForm

TIMES = ("day_before", "hour_before")
WAYS = ("in_app", "by_email", "by_sms")


class ReminderForm(RowForm):
    class Meta:
        model = ReminderChoice
        fields = [*TIMES, *WAYS]
        labels = {
            "day_before": _("A day before a session"), "hour_before": _("An hour before a session"),
            "in_app": _("Among the notices here"), "by_email": _("By e-mail"), "by_sms": _("By text message"),
        }

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        if person.phone:
            self.fields["by_sms"].help_text = _("To %(number)s.") % {"number": person.masked_phone}
        else:
            self._out_of_reach("by_sms", _("Your telephone number is not known here. Your liaison can have it entered."))
        if person.email:
            self.fields["by_email"].help_text = _("To %(address)s.") % {"address": person.email}
        else:
            self._out_of_reach("by_email", _("Your e-mail address is not known here. Your liaison can have it entered."))

    def _out_of_reach(self, name, why):
        self.fields[name].disabled = True
        self.initial[name] = False
        self.fields[name].help_text = why

    @property
    def times(self):
        return [self[name] for name in TIMES]

    @property
    def ways(self):
        return [self[name] for name in WAYS]

    def clean(self):
        data = super().clean()
        if any(data.get(name) for name in TIMES) and not any(data.get(name) for name in WAYS):
            raise forms.ValidationError(_("Choose how you want to be reminded, or take both times back."))
        return data
