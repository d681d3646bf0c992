"""Forms of election readiness: what to look at, a round, a workbook, a snapshot."""

from itertools import groupby

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cohorts.models import ElectionRound
from cohorts.models.election import ADMINISTRATORS
from cohorts.plan_forms import RowForm, day_input, limit
from cohorts.programme_forms import in_hours, in_minutes
from cohorts.queries.candidates import areas_of
from cohorts.readiness_wording import LACKS, STANDINGS
from cohorts.rules.readiness import Standing
from lms.people.enums import OrganisationKind
from lms.people.models import Category, Organisation

MOST_POSTS = 50


def day_of(round_):
    """The day that is looked at unless another is asked for: today, and after the cut-off date that date."""
    return min(timezone.localdate(), round_.cut_off) if round_ else timezone.localdate()


def areas_in(user, round_):
    """The organisations whose part of the round ``user`` administers, the widest first."""
    return areas_of(user, *ADMINISTRATORS).filter(path__startswith=round_.organisation.path).order_by("path")


class LookForm(forms.Form):
    """Which round, as of which day, which sub-district, standing and lack."""

    round = forms.ModelChoiceField(ElectionRound.objects.none(), label=_("Election round"), required=False)
    as_of = forms.DateField(label=_("As of"), required=False, widget=day_input())
    superior = forms.IntegerField(label=_("Sub-district"), required=False)
    standing = forms.ChoiceField(
        label=_("Standing"), required=False,
        choices=[("", _("All")), *[(value.value, STANDINGS[value]) for value in Standing]],
    )
    lack = forms.ChoiceField(
        label=_("What is lacking"), required=False,
        choices=[("", _("All")), *[(value.value, text) for value, text in LACKS.items()]],
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = ElectionRound.objects.visible_to(user).select_related("organisation")

    def chosen(self, name):
        """Return what was asked for, None where it was nothing or nonsense."""
        self.full_clean()
        return self.cleaned_data.get(name) or None


class RoundForm(RowForm):
    category_code = forms.ChoiceField(label=_("Organisations of the category"))
    hours = forms.DecimalField(
        label=_("Learning hours asked for"), min_value=0, max_value=400, decimal_places=2, required=False, initial=0,
        help_text=_("One learning hour is 45 minutes. 0 asks for none."),
    )

    class Meta:
        model = ElectionRound
        fields = [
            "organisation", "title", "category_code", "since", "cut_off", "secretaries", "deputies", "members", "classes",
            "hours", "attendance_percent", "leave_counts", "exam", "certificate", "left_out",
        ]
        widgets = {"since": day_input(), "cut_off": day_input(), "left_out": forms.CheckboxSelectMultiple}
        labels = {"organisation": _("Organised by")}
        help_texts = {
            "secretaries": _("In each organisation. Where more are held, those count as well."),
            "cut_off": _("The day as of which readiness is shown, unless another is chosen."),
            "attendance_percent": _("0 asks for none."), "classes": _("0 asks for none."),
            "left_out": _("They are not counted."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category_code"].choices = Category.objects.order_by("order", "code").values_list("code", "name")
        limit(self.fields["attendance_percent"], least=0, most=100)
        limit(self.fields["classes"], least=0, most=20)
        for name in ("secretaries", "deputies", "members"):
            limit(self.fields[name], least=0, most=MOST_POSTS)
        if self.instance.pk:
            del self.fields["organisation"]
            self.fields["hours"].initial = in_hours(self.instance.minutes)
            self.fields["left_out"].queryset = Organisation.objects.active().filter(
                path__startswith=self.instance.organisation.path, category__code=self.instance.category_code,
                kind__in=[OrganisationKind.GENERAL_BRANCH, OrganisationKind.BRANCH],
            ).select_related("parent").order_by("path")
        else:
            del self.fields["left_out"]
            self.fields["organisation"].queryset = areas_of(user, *ADMINISTRATORS)
            self.fields["organisation"].empty_label = None

    def shown(self):
        """The fields above those organisations that may be left out."""
        return [field for field in self.visible_fields() if field.name != "left_out"]

    def areas(self):
        """Return ``[(sub-district, boxes of its organisations, how many are ticked)]``; nothing while the round is new."""
        if "left_out" not in self.fields:
            return []
        boxes = list(self["left_out"].subwidgets)
        found = groupby(boxes, key=lambda box: box.data["value"].instance.parent)
        return [
            (parent.name if parent else "", rows, sum(box.data["selected"] for box in rows))
            for parent, rows in ((parent, list(rows)) for parent, rows in found)
        ]

    def clean(self):
        data = super().clean()
        since, cut_off = data.get("since"), data.get("cut_off")
        if since and cut_off and cut_off < since:
            self.add_error("cut_off", _("The cut-off date lies before the day from which trainings count."))
        return data

    def values(self):
        """Return the arguments for ``create_round`` or ``update_round``."""
        values = dict(self.cleaned_data)
        values["minutes"] = in_minutes(values.pop("hours"))
        return values


class AreaForm(forms.Form):
    """What a workbook and a snapshot are of: a part of the round that one administers, on a day."""

    area = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisations of"), empty_label=None)
    as_of = forms.DateField(label=_("As of"), widget=day_input())

    def __init__(self, *args, user, round_, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas_in(user, round_)
        self.fields["as_of"].initial = day_of(round_)


class HandForm(forms.Form):
    """What the file is for and who receives it."""

    purpose = forms.CharField(
        label=_("Purpose"), max_length=100, help_text=_("It stands on every sheet, such as: report before the election.")
    )
    recipient = forms.CharField(
        label=pgettext_lazy("file handed out", "Recipient"), max_length=60, help_text=_("It stands on every sheet.")
    )


class ExportForm(HandForm, AreaForm):
    field_order = ["area", "as_of", "purpose", "recipient"]


class SnapshotForm(AreaForm):
    note = forms.CharField(
        label=_("Note"), max_length=200, help_text=_("Which figures these are, such as: as reported on 2 April 2018."),
    )


class CompareForm(forms.Form):
    """Another snapshot of the same organisations in the same round."""

    other = forms.ChoiceField(label=_("Compare with"))

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = [
            (str(row.pk), f"{timezone.localtime(row.taken_at):%Y-%m-%d %H:%M} · {row.note}") for row in others
        ]
