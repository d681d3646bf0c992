"""What the certificates page asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _


class IssueForm(forms.Form):
    """The number's prefix, and whom to issue to: everyone waiting unless their tick is taken away."""

    number_prefix = forms.CharField(
        label=_("Beginning of the number"), max_length=20,
        help_text=_("The number continues with year and running number, such as 徐委党训〔2018〕0123号."),
    )
    people = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, label=_("Issue to"))

    def __init__(self, *args, waiting, prefix_before, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number_prefix"].initial = prefix_before
        self.fields["people"].choices = [(str(row.pk), f"{row.person.name} · {row.organisation.name}") for row in waiting]
        self.fields["people"].initial = [str(row.pk) for row in waiting]

    def clean_number_prefix(self):
        prefix = "".join(self.cleaned_data["number_prefix"].split())
        if any(mark in prefix for mark in "〔〕[]()（）【】"):
            raise forms.ValidationError(_("Write it without brackets; the year is added by itself."))
        return prefix
