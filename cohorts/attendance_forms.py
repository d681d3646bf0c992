"""Forms of attendance: the six digits someone types, and a mark that is changed with a reason."""

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.enums import AttendanceStatus


class SpokenCodeForm(forms.Form):
    code = forms.CharField(
        label=_("The six digits on the big screen"), max_length=20,
        widget=forms.TextInput(attrs={
            "inputmode": "numeric", "autocomplete": "off", "pattern": "[0-9０-９ ]*", "autofocus": True,
            "class": "code-input",
        }),
    )

    def clean_code(self):
        """Return six ASCII digits: full-width ones and spaces are what some keyboards write."""
        digits = "".join(unicodedata.normalize("NFKC", self.cleaned_data["code"]).split())
        if not (len(digits) == 6 and digits.isascii() and digits.isdecimal()):
            raise forms.ValidationError(_("Please type the six digits just as the screen shows them."))
        return digits


class CorrectionForm(forms.Form):
    status = forms.ChoiceField(label=_("Attendance"), choices=AttendanceStatus.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"), max_length=200,
        help_text=_("One sentence is enough: who told you, or what was seen. It stays with the record."),
    )

    def __init__(self, *args, needs_reason=True, **kwargs):
        """``needs_reason`` is false for a first mark while the session is open."""
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["reason"]
