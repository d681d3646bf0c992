"""Forms of planning: whom to enrol, and what the forms of programmes and cohorts share."""

from datetime import time

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from cohorts.queries.candidates import areas_of
from lms.people.enums import Position
from lms.people.models import Category, Organisation

MINUTES_PER_HOUR = 45  # a learning hour
MORNING = time(9, 0)


def day_input():
    return forms.DateInput(attrs={"type": "date"})


def limit(field, *, least, most=None):
    """Let a number field refuse what the column would refuse, and its picker stop there."""
    field.min_value, field.max_value = least, most
    field.validators.append(MinValueValidator(least))
    field.widget.attrs["min"] = least
    if most is not None:
        field.validators.append(MaxValueValidator(most))
        field.widget.attrs["max"] = most


class RowForm(forms.ModelForm):
    """A form with the fields of a row that leaves the row alone: the action writes it and answers for its constraints."""

    def _post_clean(self):
        pass


class CandidateFilter(forms.Form):
    category = forms.ModelMultipleChoiceField(
        Category.objects.all(), label=_("Category"), required=False, widget=forms.CheckboxSelectMultiple
    )
    position = forms.MultipleChoiceField(
        label=_("Position"), choices=Position, required=False, widget=forms.CheckboxSelectMultiple
    )
    area = forms.ModelChoiceField(Organisation.objects.none(), label=_("Sub-district or commission"), required=False,
                                  empty_label=_("All"))
    new = forms.BooleanField(label=_("Newly appointed only"), required=False,
                             help_text=_("Appointed within the last six months."))
    unplaced = forms.BooleanField(label=_("Only who has no place in a cohort of this programme"), required=False)
    q = forms.CharField(label=_("Name or organisation"), required=False, max_length=40,
                        widget=forms.TextInput(attrs={"type": "search"}))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas_of(user)

    def values(self):
        """Return the arguments for ``cohorts.queries.candidates.candidates``."""
        data = self.cleaned_data
        return {
            "categories": list(data["category"]), "positions": data["position"], "area": data["area"], "new": data["new"],
            "unplaced": data["unplaced"], "text": data["q"].strip(),
        }


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)
