"""Forms of final results: what a programme asks, and how people took part."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.explain_results import PART_LABELS
from cohorts.rules.results import PARTS, Demand, demand_of


def _percent(label):
    return forms.IntegerField(label=label, min_value=0, max_value=100, required=False)


class DemandForm(forms.Form):
    """Weight and minimum of each part, the pass mark, and whether completing the class asks for it."""

    pass_percent = forms.IntegerField(label=_("Passed with, of 100 points"), min_value=0, max_value=100, initial=60)
    required = forms.BooleanField(
        label=_("Whoever does not pass does not complete the class"), required=False,
    )

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        kept = demand_of(programme.result_rules)
        for part in PARTS:
            self.fields[f"weight_{part}"] = _percent(_("Weight, %"))
            self.fields[f"least_{part}"] = _percent(_("At least, %"))
            self.initial[f"weight_{part}"] = kept.weights.get(part)
            self.initial[f"least_{part}"] = kept.least.get(part)
        if kept:
            self.initial |= {"pass_percent": kept.pass_percent, "required": kept.required}

    def parts(self):
        """Return ``(label, weight field, minimum field)`` for each part."""
        return [(PART_LABELS[part], self[f"weight_{part}"], self[f"least_{part}"]) for part in PARTS]

    def clean(self):
        data = super().clean()
        for part in PARTS:
            if data.get(f"least_{part}") and not data.get(f"weight_{part}"):
                self.add_error(f"least_{part}", _("Give this part a weight first."))
        return data

    def demand(self):
        data = self.cleaned_data
        return Demand(
            weights={part: data[f"weight_{part}"] or 0 for part in PARTS},
            least={part: data[f"least_{part}"] or 0 for part in PARTS},
            pass_percent=data["pass_percent"], required=data["required"],
        )
