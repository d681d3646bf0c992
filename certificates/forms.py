"""What the pages of this app ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _


class VerifyForm(forms.Form):
    number = forms.CharField(label=_("Number of the certificate"), max_length=80, widget=forms.TextInput(
        attrs={"autocomplete": "off"}
    ))
    name = forms.CharField(label=_("Name on the certificate"), max_length=60, widget=forms.TextInput(
        attrs={"autocomplete": "off"}
    ))


class StandsForm(forms.Form):
    reason = forms.CharField(label=_("Why it stands"), max_length=200, help_text=_("Kept in the record, not shown in public."))


class RevokeForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Kept in the record, not shown in public."))
