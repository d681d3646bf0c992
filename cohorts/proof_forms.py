"""What the pages of certificates ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.enums import CertificateKind
from cohorts.queries.certificates import KINDS, OF_PLACES


class KindForm(forms.Form):
    """Which kind of certificate of a class; one that is no kind is the first."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.label) for kind in KINDS], required=False)

    def chosen(self):
        return CertificateKind((self.is_valid() and self.cleaned_data["kind"]) or KINDS[0])


class WaitingForm(forms.Form):
    q = forms.CharField(label=_("Name or cohort"), max_length=60, required=False, widget=forms.TextInput(
        attrs={"autocomplete": "off"}
    ))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, kind.label) for kind in OF_PLACES], required=False,
        initial=CertificateKind.COMPLETION,
    )
