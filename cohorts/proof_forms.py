"""What the pages of certificates ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.models import CertificateTemplate, NumberPattern

PER_SHEET = [(0, _("no file: print later")), (1, _("one file, a certificate to a page")),
             (2, _("one file, two certificates to a page"))]


class IssueForm(forms.Form):
    """How to number what is issued, what it looks like, and whether one file to print all of it comes with it."""

    number_pattern = forms.ModelChoiceField(NumberPattern.objects.none(), label=_("Numbers"), empty_label=None)
    template = forms.ModelChoiceField(
        CertificateTemplate.objects.none(), label=_("Looks"), required=False, empty_label=_("the usual template"),
    )
    per_sheet = forms.TypedChoiceField(
        label=_("To print"), choices=PER_SHEET, coerce=int, initial=0, required=False, empty_value=0,
    )

    def __init__(self, *args, patterns, templates=None, **kwargs):
        super().__init__(*args, **kwargs)
        if templates is None:
            del self.fields["template"]
        else:
            self.fields["template"].queryset = templates
        self.fields["number_pattern"].queryset = patterns
        self.fields["number_pattern"].initial = patterns.last()


class PrintForm(forms.Form):
    per_sheet = forms.TypedChoiceField(label=_("To print"), choices=PER_SHEET[1:], coerce=int, initial=1)


class WaitingForm(forms.Form):
    q = forms.CharField(label=_("Name or cohort"), max_length=60, required=False, widget=forms.TextInput(
        attrs={"autocomplete": "off"}
    ))
