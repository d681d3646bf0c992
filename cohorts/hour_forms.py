"""Forms of the compliance page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.people.enums import Position
from lms.people.models import Category, Organisation

FACES = {
    "open": _("Not complete"), "met": _("Complete"), "none": _("No hours yet"), "little": _("Less than half of the hours"),
    "half": _("Half of the hours or more"), "full": _("All hours"), "class": _("Lacks a concentrated training"),
    "late": _("Newly appointed, not trained in time"),
}


class ComplianceForm(forms.Form):
    """As of which day, by which record, of whom."""

    as_of = forms.DateField(label=_("As of"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    record = forms.ChoiceField(label=_("Counted"), required=False, choices=[
        ("", _("what is dated until then, with later corrections")), ("then", _("what the record said that evening")),
    ])
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), required=False, queryset=Organisation.objects.none(), widget=forms.HiddenInput
    )
    position = forms.ChoiceField(label=_("Position"), required=False, choices=[("", _("All")), *Position.choices])
    category = forms.ChoiceField(label=_("Category"), required=False)
    only = forms.ChoiceField(label=_("Who"), required=False, choices=[("", _("All")), *FACES.items()])

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.visible_to(user)
        codes = Category.objects.order_by("order", "code").values_list("code", "name")
        self.fields["category"].choices = [("", _("All")), *codes]
