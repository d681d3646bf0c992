"""What a district administrator says of a new token."""

import uuid
from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.api import registry
from lms.api.rules.tokens import LONGEST_DAYS, Term, lacks
from lms.people.forms import OrganisationPicker

_DAY = {"type": "date"}
LACKS = {
    ("resources", "none"): _("Choose at least one thing that it may read."),
    ("ends_on", "before_start"): _("The last day lies before the first. Choose a later one."),
    ("ends_on", "over"): _("This day is over already. Choose a later one."),
    ("ends_on", "too_long"): _("A token is good for a year at most. Choose an earlier last day; make a new token before then."),
    ("telephones", "without_people"): _("Telephone numbers are told with people. Tick people above as well, or leave this out."),
    ("telephones_reason", "none"): _("Say why it needs telephone numbers, or leave them out."),
}


class TokenForm(OrganisationPicker):
    name = forms.CharField(label=_("Which system?"), max_length=80, help_text=_("Such as “personnel system of the district”."))
    purpose = forms.CharField(
        label=_("What for?"), max_length=300, help_text=_("What it does with the data, and who is responsible there."))
    resources = forms.MultipleChoiceField(
        label=_("What it may read"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what it needs. What was not ticked is refused."),
    )
    telephones = forms.BooleanField(
        label=_("With telephone numbers"), required=False, help_text=_("Otherwise no telephone number leaves."))
    telephones_reason = forms.CharField(label=_("Why it needs telephone numbers"), required=False, max_length=300)
    starts_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs=_DAY))
    ends_on = forms.DateField(label=_("To"), widget=forms.DateInput(attrs=_DAY), help_text=_("The last day, a year at most."))
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["resources"].choices = [(each.key, each.label) for each in registry.listed()]
        self.fields["looked_for"].label = _("Whose data?")
        self.fields["looked_for"].help_text = _(
            "It reads of this organisation and all below. A part of the name, or the initials, such as 天平 or tp.")
        self.fields["form_key"].error_messages = dict.fromkeys(
            ("required", "invalid"), _("Open this page once more and fill it in again."))
        self.order_fields(["name", "purpose", "looked_for", "organisation", "resources", "telephones", "telephones_reason",
                           "starts_on", "ends_on", "form_key"])

    @staticmethod
    def proposed():
        """Return what a new form begins with."""
        today = timezone.localdate()
        return {"starts_on": today, "ends_on": today + timedelta(days=LONGEST_DAYS - 1), "form_key": uuid.uuid4()}

    def clean(self):
        data = super().clean()
        if data.get("starts_on") and data.get("ends_on"):
            found = lacks(
                Term(data["starts_on"], data["ends_on"]), resources=data.get("resources", []), telephones=data["telephones"],
                reason=data.get("telephones_reason", ""), today=timezone.localdate(),
            )
            for field, code in found.items():
                self.add_error(field, LACKS[field, code])
        return data
