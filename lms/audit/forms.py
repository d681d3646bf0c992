"""What the audit trail is narrowed by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.audit import labels


class TrailFilter(forms.Form):
    verb = forms.ChoiceField(label=_("What"), required=False)
    who = forms.CharField(label=_("Name or user name"), required=False, max_length=60)
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [("", _("All")), *labels.choices()]
