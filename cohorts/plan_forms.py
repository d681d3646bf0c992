"""Forms of planning: whom to enrol, orders, and what the forms of programmes and cohorts share."""

from datetime import datetime, time

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import LessonOrder, MenuItem
from cohorts.queries.candidates import areas_of, trainers_for
from lms.people.enums import Position, Role
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


class MenuItemForm(RowForm):
    class Meta:
        model = MenuItem
        fields = ["school", "title", "summary", "minutes"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        limit(self.fields["minutes"], least=10, most=480)
        if self.instance.pk:
            del self.fields["school"]
        else:
            self.fields["school"].queryset = areas_of(user)
            self.fields["school"].empty_label = None


class OrderForm(RowForm):
    day = forms.DateField(label=_("Day you would like"), widget=day_input())
    start = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}), initial=MORNING)

    class Meta:
        model = LessonOrder
        fields = ["organisation", "day", "start", "place", "size", "note"]
        labels = {"organisation": _("For"), "size": _("How many people come"), "note": _("Anything else to know")}

    field_order = ["organisation", "day", "start", "place", "size", "note"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.active().under(*user.scope.paths(Role.LIAISON))
        self.fields["organisation"].empty_label = None
        limit(self.fields["size"], least=1, most=10_000)

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day after today, so that the school can prepare."))
        return day

    def values(self):
        data = dict(self.cleaned_data)
        return data | {"wanted_at": timezone.make_aware(datetime.combine(data.pop("day"), data.pop("start")))}


class AcceptForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=day_input())
    start = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=10, max_value=480)
    trainer = forms.ModelChoiceField(None, label=_("Trainer"), required=False, empty_label=_("Not decided yet"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["trainer"].queryset = trainers_for(user)

    def values(self):
        data = self.cleaned_data
        return {
            "starts_at": timezone.make_aware(datetime.combine(data["day"], data["start"])), "minutes": data["minutes"],
            "trainer": data["trainer"],
        }
