"""Forms of an exam while it is sat."""

from django import forms
from django.utils.translation import gettext_lazy as _


class MoreTimeForm(forms.Form):
    minutes = forms.IntegerField(label=_("Minutes more"), min_value=1, max_value=300, initial=10)
