"""Forms of hours earned elsewhere."""

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.rules.hours import HOUR
from lms.proofs import checked_proof

MOST = 200  # hours of one training


def _hours_field(label, help_text):
    return forms.DecimalField(
        label=label, help_text=help_text, min_value=Decimal("0.5"), max_value=MOST, max_digits=5, decimal_places=1)


class RecognitionForm(forms.Form):
    title = forms.CharField(label=_("What you learned"), max_length=120)
    organiser = forms.CharField(label=_("Who held it"), max_length=120)
    first_day = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(label=_("Until, that day included"), widget=forms.DateInput(attrs={"type": "date"}))
    hours = _hours_field(_("Learning hours"), _("As the proof says; 45 minutes are one hour."))
    concentrated = forms.BooleanField(label=_("It was a concentrated training"), required=False)
    proof = forms.FileField(
        label=_("Proof"), help_text=_("A photo or a PDF, up to 10 MB. Only who decides can open it."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*,application/pdf"}),
    )

    def __init__(self, *args, row=None, **kwargs):
        if row:
            kwargs["initial"] = {name: getattr(row, name) for name in self.base_fields if hasattr(row, name)} | {
                "hours": Decimal(row.minutes) / HOUR, "proof": None}
        super().__init__(*args, **kwargs)
        if row:
            self.fields["proof"].required = False
            self.fields["proof"].help_text = _("The proof you sent is kept unless you choose another one.")

    def clean_proof(self):
        upload = self.cleaned_data["proof"]
        return checked_proof(upload) if upload else None

    def clean(self):
        data = super().clean()
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day lies before the first. Choose a later last day."))
        if last and last > timezone.localdate():
            self.add_error("last_day", _("This day is still to come. Ask when the training is over."))
        return data

    def values(self):
        data = self.cleaned_data
        return {name: data[name] for name in ("title", "organiser", "first_day", "last_day", "concentrated")} | {
            "minutes": int(data["hours"] * HOUR)}


class DecideForm(forms.Form):
    """Recognise with so many hours, or return with a reason."""

    hours = _hours_field(_("Learning hours to recognise"), _("Change it where the proof says less."))
    answer = forms.CharField(
        label=_("Reason for returning it"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only needed to return it. Say what is missing."),
    )

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, initial={"hours": Decimal(row.minutes) / HOUR}, **kwargs)

    def clean(self):
        data = super().clean()
        if "return" in self.data and not data.get("answer"):
            self.add_error("answer", _("Say what is missing, so that it can be mended."))
        return data
