"""Forms of attendance: the six digits someone types, the people counted, a card's number, a tablet's digits, a sheet."""

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.rules.cards import read_number


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


class HeadCountForm(forms.Form):
    count = forms.IntegerField(label=_("People counted in the room"), min_value=0, max_value=9999, required=False)


class CardNumberForm(forms.Form):
    number = forms.CharField(
        label=_("Number on the card"), max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "autofocus": True, "class": "code-input"}),
        help_text=_("Twelve digits. Type them, or paste what another scanner read."),
    )

    def clean_number(self):
        number = read_number(self.cleaned_data["number"])
        if number is None:
            raise forms.ValidationError(_("This is not the number of a card. Please compare its twelve digits once more."))
        return number


class LastDigitsForm(forms.Form):
    """What is typed at the tablet by the door."""

    digits = forms.CharField(label=_("The last four digits of your telephone number"), max_length=8)

    def clean_digits(self):
        digits = "".join(unicodedata.normalize("NFKC", self.cleaned_data["digits"]).split())
        if not (len(digits) == 4 and digits.isascii() and digits.isdecimal()):
            raise forms.ValidationError(_("Please type four digits."))
        return digits


class SheetForm(forms.Form):
    file = forms.FileField(
        label=_("The sheet as a table (.xlsx or .csv)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
