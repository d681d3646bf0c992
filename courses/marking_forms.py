"""Forms of people's marking and of regrading."""

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from courses.enums import Remedy

REASON = gettext_lazy("Kept with the change, for whoever asks later.")


def _points(label, most, help_text=""):
    field = forms.IntegerField(label=label, min_value=0, max_value=most, help_text=help_text)
    field.widget.attrs.update(inputmode="numeric", autocomplete="off")
    field.most = most
    return field


class MarkForm(forms.Form):
    """Points for one answer: for each criterion of its ``rubric``, ``[{"title", "points", "hint"}]``, or for the whole.

    What the criteria add up to is never more than ``possible``.
    """

    comment = forms.CharField(
        label=gettext_lazy("Comment"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The candidate reads it together with the right answers."),
    )

    def __init__(self, *args, rubric, possible, wants_reason, **kwargs):
        super().__init__(*args, **kwargs)
        self.rubric, self.possible = rubric, possible
        comment = self.fields.pop("comment")
        for number, criterion in enumerate(rubric):
            self.fields[f"score_{number}"] = _points(
                criterion["title"], int(criterion["points"]), escape(criterion.get("hint", ""))
            )
        if not rubric:
            self.fields["points"] = _points(pgettext("marking", "Points"), possible)
        self.first = next(iter(self.fields))
        self.fields[self.first].widget.attrs["autofocus"] = True
        self.fields["comment"] = comment
        if wants_reason:
            self.fields["reason"] = forms.CharField(
                label=_("Why do you change it?"), max_length=500,
                help_text=_("The candidate knows the result already. The reason is kept with the change."),
            )

    def score_fields(self):
        return [self[name] for name in self.fields if name == "points" or name.startswith("score_")]

    def other_fields(self):
        return [self[name] for name in ("comment", "reason") if name in self.fields]

    @property
    def total(self):
        """What stood there when the page was made, None before anything was given."""
        values = [self.initial.get(f"score_{number}") for number in range(len(self.rubric))]
        return sum(values) if values and None not in values else None

    @property
    def scores(self):
        return [self.cleaned_data[f"score_{number}"] for number in range(len(self.rubric))]

    @property
    def points(self):
        return min(sum(self.scores), self.possible) if self.rubric else self.cleaned_data["points"]


class CorrectionForm(forms.Form):
    """The points of one answer, set by hand."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, help_text=REASON)

    def __init__(self, *args, possible, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {"points": _points(pgettext("marking", "Points"), possible), **self.fields}


class RegradeForm(forms.Form):
    """What shall be done about a question."""

    remedy = forms.ChoiceField(label=gettext_lazy("What shall be done"), widget=forms.RadioSelect)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, help_text=REASON)

    def __init__(self, *args, standing, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["remedy"].choices = [choice for choice in Remedy.choices if standing or choice[0] != Remedy.NONE]
