"""What the pages of this app ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.models import NumberPattern
from certificates.rules.numbers import WrongPattern, read_pattern
from certificates.signing.documents import LARGEST
from lms import uploads
from lms.people.enums import Role
from lms.people.models import Organisation

PATTERN_PROBLEMS = {
    "empty": _("Write how numbers look, such as 徐委党训〔{year}〕{n:04}号."),
    "shape": _("Write {year} once for the year, and after it {n:04} once for the running number of four digits."),
    "digits": _("The words around year and running number hold no digits, so that a number is read in one way only. "
                "Write such a number in Chinese characters."),
    "together": _("Put at least one character between year and running number, such as 〕 or -."),
    "long": _("This is too long: at most 40 characters, and at most 8 digits."),
}


class VerifyForm(forms.Form):
    number = forms.CharField(label=_("Number of the certificate"), max_length=80, widget=forms.TextInput(
        attrs={"autocomplete": "off"}
    ))
    name = forms.CharField(label=_("Name on the certificate"), max_length=60, widget=forms.TextInput(
        attrs={"autocomplete": "off"}
    ))


class FileForm(forms.Form):
    file = forms.FileField(label=_("The certificate's file (PDF)"), help_text=_("It is looked at and not kept. At most 10 MB."),
                           widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}))

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            uploads.weigh(file.size, most=LARGEST)
        except uploads.Refused as error:
            raise forms.ValidationError(str(error)) from error
        return file


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Kept in the record, not shown in public."))


class StandsForm(ReasonForm):
    reason = forms.CharField(label=_("Why it stands"), max_length=200, help_text=_("Kept in the record, not shown in public."))


class RevokeForm(ReasonForm):
    pass


class CorrectForm(ReasonForm):
    """What may be set right on a certificate; the rest stays as it was frozen."""

    name = forms.CharField(label=_("Name on the certificate"), max_length=60)
    programme = forms.CharField(label=_("Training"), max_length=200)
    organisation = forms.CharField(label=_("Organisation"), max_length=120)
    number_pattern = forms.ModelChoiceField(NumberPattern.objects.none(), label=_("Numbers"), empty_label=None)
    field_order = ["name", "programme", "organisation", "number_pattern", "reason"]

    def __init__(self, *args, certificate, patterns, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("name", "programme", "organisation"):
            self.fields[name].initial = certificate.facts.get(name, "")
        self.fields["number_pattern"].queryset = patterns
        key = certificate.sequence.pattern if certificate.sequence else ""
        self.fields["number_pattern"].initial = next((row.pk for row in patterns if row.pattern.key == key), None)

    @property
    def changes(self):
        return {name: " ".join(self.cleaned_data[name].split()) for name in ("name", "programme", "organisation")}


class PatternForm(forms.ModelForm):
    """A pattern of numbers; its text is judged by the rule and kept in one spelling."""

    class Meta:
        model = NumberPattern
        fields = ["organisation", "text", "is_active"]
        help_texts = {
            "text": _("{year} stands for the year, {n:04} for the running number of four digits: 徐委党训〔{year}〕{n:04}号"),
            "organisation": _("This organisation and all below it issue by it."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["organisation"]
            return
        del self.fields["is_active"]
        paths = user.scope.paths(Role.SUBDISTRICT, Role.DISTRICT)
        mine = Organisation.objects.under(*paths).active().filter(depth__lte=1)
        self.fields["organisation"].queryset = mine
        self.fields["organisation"].empty_label = None

    def clean_text(self):
        try:
            pattern = read_pattern(self.cleaned_data["text"])
        except WrongPattern as error:
            raise forms.ValidationError(PATTERN_PROBLEMS[error.code]) from error
        others = NumberPattern.objects.exclude(pk=self.instance.pk)
        if any(row.pattern.key == pattern.key for row in others):
            raise forms.ValidationError(_("There is such a pattern already. Numbers must tell who gave them: change a word."))
        return pattern.text


class ShareForm(forms.Form):
    with_name = forms.BooleanField(label=_("Show my whole name on it"), required=False)
