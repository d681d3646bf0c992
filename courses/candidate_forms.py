"""Forms about the people of an exam: choosing them, pasting a list, extra time, and keying in what they wrote."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.models import Organisation


class PeopleSearch(forms.Form):
    q = forms.CharField(label=_("Name, initials, staff number or last four digits"), required=False, max_length=60,
                        widget=forms.TextInput(attrs={"type": "search"}))
    within = forms.ModelChoiceField(label=_("Organisation"), required=False, queryset=Organisation.objects.none(),
                                    empty_label=_("All"))

    def __init__(self, *args, organisations=None, **kwargs):
        super().__init__(*args, **kwargs)
        if organisations is None:
            del self.fields["within"]
        else:
            self.fields["within"].queryset = organisations

    def values(self):
        data = self.cleaned_data if self.is_valid() else {}
        return {"q": data.get("q", ""), "within": data.get("within")}

    def is_used(self):
        return any(self.values().values())


class PasteForm(forms.Form):
    text = forms.CharField(
        label=_("One person a line"), max_length=60_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A telephone number, a staff number or a name. Where several people have the name, write a part of the "
                    "organisation beside it, such as: 王芳 天平路."),
    )


class ExtraTimeForm(forms.Form):
    minutes = forms.IntegerField(
        label=_("Extra minutes"), min_value=0, max_value=300,
        help_text=_("Added to this person's time from the next attempt on; 0 takes it back."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=200,
        help_text=_("Kept in the audit trail. Say what was decided, such as “approved on 3 November”; nothing about health."),
    )


class SheetForm(forms.Form):
    """When a sheet was written; its answers are read by ``rules.keyed``."""

    begun_at = forms.DateTimeField(label=_("Written on"), widget=forms.DateTimeInput)
    again = forms.BooleanField(label=_("This is another attempt of the same person"), required=False)

    def clean_begun_at(self):
        moment = self.cleaned_data["begun_at"]
        if moment > timezone.now():
            raise forms.ValidationError(_("This lies in the future. Give the time at which the exam began in the hall."))
        return moment
