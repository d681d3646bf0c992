"""What is asked of an export and of a schedule."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.lists.enums import Every, Form, Weekday


class FormatForm(forms.Form):
    """``chosen`` is the format, a workbook where none was named."""

    form = forms.ChoiceField(label=_("Format"), choices=Form.choices, required=False)

    @property
    def chosen(self):
        return (self.cleaned_data["form"] if self.is_valid() else "") or Form.XLSX


class ScheduleForm(forms.Form):
    every = forms.ChoiceField(label=_("How often"), choices=Every.choices)
    weekday = forms.TypedChoiceField(
        label=_("Weekday"), choices=Weekday.choices, coerce=int, required=False, empty_value=None,
        help_text=_("For a report of every week."),
    )
    day = forms.IntegerField(
        label=_("Day of the month"), min_value=1, max_value=31, required=False,
        help_text=_("For a report of every month. In a shorter month it is made on the last day."),
    )
    hour = forms.TypedChoiceField(label=_("At"), choices=[(hour, f"{hour:02d}:00") for hour in range(24)], coerce=int)
    form = forms.ChoiceField(label=_("Format"), choices=Form.choices)
    until = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Leave it empty to go on until you end it."),
    )

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Choose today or a later day."))
        return until

    def clean(self):
        given = super().clean()
        if given.get("every") == Every.WEEK and given.get("weekday") is None:
            self.add_error("weekday", _("Choose the weekday."))
        if given.get("every") == Every.MONTH and not given.get("day") and "day" not in self.errors:
            self.add_error("day", _("Give the day of the month, from 1 to 31."))
        return given
