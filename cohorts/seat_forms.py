"""Forms of places: kept for organisations, applied for, transferred, named in a file, divided into groups."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.cohort_forms import group_names
from cohorts.models import Cohort
from cohorts.plan_forms import day_input
from lms.people.models import Organisation


class ShareForm(forms.Form):
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("For"), empty_label=None)
    seats = forms.IntegerField(label=_("Places kept"), min_value=1, max_value=10_000)
    name_until = forms.DateField(label=_("Names until"), widget=day_input())

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, **kwargs)
        top = cohort.organiser
        # A district keeps places for its sub-districts, a sub-district for its branches.
        self.fields["organisation"].queryset = Organisation.objects.active().filter(
            path__startswith=top.path, depth=top.depth + 1
        ).order_by("path")


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Roster file"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}), allow_empty_file=True,
        help_text=_("A workbook (.xlsx) or text table (.csv) with a column of names (姓名), and beside it the telephone, the "
                    "staff number or the organisation. Nothing is written before you have seen the preview."),
    )


class TransferForm(forms.Form):
    cohort = forms.ModelChoiceField(Cohort.objects.none(), label=_("To which cohort"), empty_label=None)
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args, cohorts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cohort"].queryset = cohorts
        self.fields["cohort"].label_from_instance = lambda row: f"{row.title} · {row.starts_on:%Y-%m-%d}"


class DeclineForm(forms.Form):
    reason = forms.CharField(label=_("Reason, if you decline"), max_length=200, required=False,
                             help_text=_("Whoever applied reads it."))


class GroupNamesForm(forms.Form):
    names = forms.CharField(label=_("New groups"), widget=forms.Textarea(attrs={"rows": 3}),
                            help_text=_("One name a line, for instance 第一组."))

    def clean_names(self):
        return group_names(self.cleaned_data["names"])


class GroupForm(forms.Form):
    name = forms.CharField(label=_("Name of the group"), max_length=60)
    leader = forms.ModelChoiceField(None, label=_("Group leader"), required=False, empty_label=_("Not decided yet"))

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["leader"].queryset = people


def default_names_until(cohort):
    """Return the day before the cohort begins, or today where that is over."""
    return max(cohort.starts_on - timedelta(days=1), timezone.localdate())
