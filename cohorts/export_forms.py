"""What an export of attendance is to hold: asked on its page, kept with its job, and read again when the job begins."""

from functools import cached_property

from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.models import Cohort, Programme
from cohorts.plan_forms import day_input
from cohorts.queries.attendance_export import Wanted, extent
from cohorts.reports.attendance import CSV, LONG, WIDE, XLSX
from lms.people.enums import OrganisationKind
from lms.people.models import Category, Organisation

MOST_TABLES = 200
SHAPES = [(LONG, _("A line a mark")), (WIDE, _("A column a session, a sheet a cohort"))]
FORMS = [(XLSX, _("Workbook (.xlsx)")), (CSV, _("Comma-separated values (.csv)"))]


class AttendanceExportForm(forms.Form):
    """Whom, which period, in which shape and format. Only what ``user`` sees can be chosen."""

    programme = forms.ModelChoiceField(Programme.objects.none(), label=_("Programme"), required=False, empty_label=_("All"))
    cohort = forms.ModelChoiceField(Cohort.objects.none(), label=_("Cohort"), required=False, empty_label=_("All"))
    category = forms.ChoiceField(label=_("Category"), required=False)
    superior = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Sub-district"), required=False, empty_label=_("All")
    )
    first = forms.DateField(label=_("Sessions from"), required=False, widget=day_input())
    last = forms.DateField(label=_("Sessions until"), required=False, widget=day_input())
    shape = forms.ChoiceField(label=_("Shape"), required=False, choices=SHAPES, widget=forms.RadioSelect, initial=LONG)
    form = forms.ChoiceField(label=_("Format"), required=False, choices=FORMS, widget=forms.RadioSelect, initial=XLSX)

    def __init__(self, data=None, *, user, **kwargs):
        super().__init__({"shape": LONG, "form": XLSX} | _plain(data) if data is not None else None, **kwargs)
        self.user = user
        self.fields["programme"].queryset = Programme.objects.visible_to(user).select_related("organisation")
        self.fields["programme"].label_from_instance = lambda row: f"{row.title} ({row.year})"
        self.fields["cohort"].queryset = Cohort.objects.visible_to(user).select_related("organiser")
        self.fields["cohort"].label_from_instance = lambda row: f"{row.title} ({row.starts_on:%Y-%m-%d})"
        self.fields["superior"].queryset = (
            Organisation.objects.visible_to(user).filter(kind=OrganisationKind.AFFILIATED).order_by("name_key", "pk")
        )
        codes = Category.objects.order_by("order", "code").values_list("code", "name")
        self.fields["category"].choices = [("", _("All")), *codes]

    def clean(self):
        data = super().clean()
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first. Choose a later last day."))
        elif not self.errors and self.chosen_shape == WIDE and self.extent["cohorts"] > MOST_TABLES:
            self.add_error("shape", _(
                "This would be %(cohorts)s tables, one a cohort, and there can be %(most)s. Choose a programme, a cohort or a "
                "shorter period, or the shape with a line a mark."
            ) % {"cohorts": self.extent["cohorts"], "most": MOST_TABLES})
        return data

    @property
    def chosen_shape(self):
        return self.cleaned_data.get("shape") or LONG

    @property
    def chosen_format(self):
        return self.cleaned_data.get("form") or XLSX

    @property
    def wanted(self):
        data = self.cleaned_data
        return Wanted(**{name: data.get(name) for name in ("programme", "cohort", "superior", "first", "last")},
                      category=data.get("category") or "")

    @cached_property
    def extent(self):
        """What it will hold, see :func:`cohorts.queries.attendance_export.extent`. One query."""
        return extent(self.user, self.wanted)

    def kept(self):
        """Return what was asked as a job keeps it: this form reads it again."""
        data = self.cleaned_data
        rows = {name: data[name].pk for name in ("programme", "cohort", "superior") if data.get(name)}
        days = {name: data[name].isoformat() for name in ("first", "last") if data.get(name)}
        return {**rows, **days, "category": data.get("category") or "", "shape": self.chosen_shape, "form": self.chosen_format}


def _plain(data):
    """Return the fields of a query or of a job's parameters as a plain dictionary; what is empty is not asked."""
    return {name: value for name, value in data.items() if value not in ("", None)}
