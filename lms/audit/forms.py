"""What the trail is searched by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.audit import labels


class TrailFilter(forms.Form):
    who = forms.CharField(label=_("Name or user name"), required=False, max_length=60)
    verb = forms.ChoiceField(label=_("What"), required=False)
    target = forms.CharField(
        label=_("To what"), required=False, max_length=60, widget=forms.TextInput(attrs={"placeholder": _("such as person 12")}),
    )
    organisation = forms.CharField(label=_("Organisation"), required=False, max_length=60)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [("", _("All")), *labels.choices()]
