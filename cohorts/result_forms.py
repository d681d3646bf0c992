"""Forms of final results: what a programme asks, and how people took part."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.explain_results import PART_LABELS
from cohorts.rules.excellence import Excellence, excellence_of
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


class ExcellenceForm(forms.Form):
    """Whom the programme's rule names as excellent trainees, and how many a class may have."""

    final_least = forms.IntegerField(label=_("Final result at least, of 100 points"), min_value=0, max_value=100, required=False)
    attendance_least = forms.IntegerField(label=_("Attended at least, %"), min_value=0, max_value=100, required=False)
    most_percent = forms.IntegerField(label=_("Share of the roster at most, in %"), min_value=0, max_value=100, required=False)
    most = forms.IntegerField(label=_("At most, people a class"), min_value=0, max_value=1000, required=False)

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme, kept = programme, excellence_of(programme.excellence_rules)
        for name in self.fields:
            self.initial[name] = getattr(kept, name) or None

    def clean(self):
        data = super().clean()
        if data.get("final_least") and not demand_of(self.programme.result_rules):
            self.add_error("final_least", _("This programme has no final result. Set its weights first, or leave this empty."))
        if (data.get("final_least") or data.get("attendance_least")) and not (data.get("most_percent") or data.get("most")):
            self.add_error("most_percent", _("Say how many people can be excellent trainees at most."))
        return data

    def excellence(self):
        return Excellence(**{name: self.cleaned_data[name] or 0 for name in self.fields})
