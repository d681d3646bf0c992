"""Forms of programmes and their modules."""

from decimal import ROUND_HALF_UP, Decimal

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import SessionKind, SurveyAbout
from cohorts.models import Programme, SurveyTemplate
from cohorts.plan_forms import MINUTES_PER_HOUR, RowForm, limit
from cohorts.queries.candidates import areas_of
from cohorts.queries.surveys import LONGEST_DAYS
from cohorts.rules.modules import MOST_MODULES
from courses.models import Assignment, Course, Exam
from lms.people.enums import Position, Role
from lms.people.models import Category

BLANK_ROWS = 3


def in_hours(minutes):
    """Return minutes as learning hours with at most two decimals: as they are typed and read back the same."""
    return (Decimal(minutes) / MINUTES_PER_HOUR).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize() + 0


def in_minutes(hours):
    return int((hours * MINUTES_PER_HOUR).quantize(Decimal(1), ROUND_HALF_UP)) if hours else 0


def hours_field(label, minutes=0):
    return forms.DecimalField(label=label, min_value=0, max_value=400, max_digits=5, decimal_places=2, required=False,
                              initial=f"{in_hours(minutes):f}" if minutes else "",
                              widget=forms.NumberInput(attrs={"step": "any"}))


class ProgrammeForm(RowForm):
    positions = forms.MultipleChoiceField(
        label=_("For whom"), choices=Position, widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Tick nobody to leave it open to everyone."),
    )
    required_hours = forms.DecimalField(
        label=_("Learning hours required"), min_value=0, max_value=400, decimal_places=1, initial=0, required=False,
        help_text=_("One learning hour is 45 minutes. 0 asks for none."),
    )

    class Meta:
        model = Programme
        fields = [
            "organisation", "title", "year", "theme", "categories", "positions", "newly_appointed", "courses", "exam",
            "assignment", "required_hours", "attendance_percent", "concentrated", "session_survey", "cohort_survey",
            "survey_days",
        ]
        widgets = {"categories": forms.CheckboxSelectMultiple, "courses": forms.CheckboxSelectMultiple}
        labels = {"organisation": _("Organised by"), "categories": _("For categories")}
        help_texts = {
            "exam": _("Whoever gets a place is admitted to it."),
            "assignment": _("Whoever gets a place is admitted to it."),
            "newly_appointed": _("Appointed within the last six months."),
            "session_survey": _("Whoever was there is asked, anonymously, when the session is over."),
            "cohort_survey": _("Everyone on the list is asked, anonymously, after the last day."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["categories"].queryset = Category.objects.all()
        self.fields["courses"].queryset = Course.objects.listed_for(user)
        self.fields["exam"].queryset = Exam.objects.visible_to(user)
        self.fields["exam"].empty_label = _("No exam")
        self.fields["assignment"].queryset = Assignment.objects.visible_to(user)
        self.fields["assignment"].empty_label = _("No assignment")
        limit(self.fields["attendance_percent"], least=0, most=100)
        limit(self.fields["year"], least=2000, most=2100)
        limit(self.fields["survey_days"], least=1, most=LONGEST_DAYS)
        self.fields["survey_days"].required = False
        for name, about in (("session_survey", SurveyAbout.SESSION), ("cohort_survey", SurveyAbout.COHORT)):
            chosen = getattr(self.instance, f"{name}_id")
            self.fields[name].queryset = SurveyTemplate.objects.visible_to(user).filter(
                Q(retired_at=None, about=about) | Q(pk=chosen)
            )
            self.fields[name].empty_label = _("No survey")
        for kind in SessionKind:
            self.fields[f"kind_{kind.value}"] = hours_field(
                kind.label, self.instance.minutes_by_kind.get(kind.value, 0) if self.instance.pk else 0
            )
        if self.instance.pk:
            del self.fields["organisation"]
            self.fields["courses"].queryset = Course.objects.filter(
                Q(pk__in=Course.objects.listed_for(user)) | Q(pk__in=self.instance.courses.values("pk"))
            )
            self.fields["required_hours"].initial = in_hours(self.instance.required_minutes)
            self.fields["courses"].help_text = _("Cohorts that are open keep the lessons they were opened with.")
            if self.instance.exam_id:
                self.fields["exam"].queryset |= Exam.objects.filter(pk=self.instance.exam_id)
            if self.instance.assignment_id:
                self.fields["assignment"].queryset |= Assignment.objects.filter(pk=self.instance.assignment_id)
        else:
            places = areas_of(user, Role.SUBDISTRICT, Role.DISTRICT)
            self.fields["organisation"].queryset = places
            self.fields["organisation"].empty_label = None
            self.fields["year"].initial = timezone.localdate().year

    def values(self):
        """Return the arguments for ``create_programme`` or ``update_programme``."""
        values = dict(self.cleaned_data)
        values["survey_days"] = values["survey_days"] or self.instance.survey_days
        values["required_minutes"] = in_minutes(values.pop("required_hours"))
        values["minutes_by_kind"] = {
            kind.value: in_minutes(values.pop(f"kind_{kind.value}")) for kind in SessionKind
        }
        return values

    @property
    def kinds(self):
        return [self[f"kind_{kind.value}"] for kind in SessionKind]

    @property
    def others(self):
        """The fields besides the hours of each kind, in order."""
        return [field for field in self if not field.name.startswith("kind_")]


class ModuleForm(forms.Form):
    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Module"), max_length=120, required=False)
    category = forms.ModelChoiceField(Category.objects.all(), label=_("For category"), required=False, empty_label=_("Everyone"))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Any")), *SessionKind.choices], required=False)
    hours = hours_field(_("Hours planned"))
    weight = forms.IntegerField(label=_("Weight, %"), min_value=0, max_value=100, required=False)
    remove = forms.BooleanField(label=_("Remove"), required=False)

    def clean(self):
        data = super().clean()
        if not data.get("title") and not data.get("remove") and (data.get("hours") or data.get("weight")):
            self.add_error("title", _("Give the module a title, or empty the row."))
        return data


class ModuleRows(forms.BaseFormSet):
    """The rows of a programme's modules, and some blank ones below them."""

    def clean(self):
        if any(self.errors):
            return
        titles = [row["title"] for row in self.rows()]
        if len(set(titles)) != len(titles):
            raise forms.ValidationError(_("Two modules have the same title. Give each a title of its own."))

    def rows(self):
        """Return what is to be kept, in order, as ``set_modules`` wants it."""
        return [
            {"pk": data.get("pk"), "title": data["title"], "category": data["category"], "kind": data["kind"],
             "minutes": in_minutes(data["hours"]), "weight": data["weight"] or 0}
            for form in self.forms if (data := getattr(form, "cleaned_data", None)) and data.get("title") and not data["remove"]
        ]


ModuleFormSet = forms.formset_factory(
    ModuleForm, formset=ModuleRows, extra=BLANK_ROWS, max_num=MOST_MODULES, absolute_max=MOST_MODULES + BLANK_ROWS
)


def rows_of(programme):
    """Return the initial rows of the form: the programme's modules."""
    return [
        {"pk": module.pk, "title": module.title, "category": module.category_id, "kind": module.kind,
         "hours": f"{in_hours(module.minutes):f}" if module.minutes else "", "weight": module.weight}
        for module in programme.modules.all()
    ]
