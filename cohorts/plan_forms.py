"""Forms of planning: programmes, cohorts, whom to enrol, meetings, venues, orders."""

from datetime import datetime, time, timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import SessionKind
from cohorts.models import Cohort, LessonOrder, MenuItem, Programme, Venue
from cohorts.queries.candidates import areas_of, trainers_for
from courses.models import Course, Exam
from lms.people.enums import Position, Role
from lms.people.models import Category, Organisation

MINUTES_PER_HOUR = 45  # a learning hour
MORNING, NOON = time(9, 0), time(11, 30)


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
            "organisation", "title", "year", "theme", "categories", "positions", "courses", "exam", "required_hours",
            "attendance_percent", "concentrated",
        ]
        widgets = {"categories": forms.CheckboxSelectMultiple, "courses": forms.CheckboxSelectMultiple}
        labels = {"organisation": _("Organised by"), "categories": _("For categories")}
        help_texts = {"exam": _("Whoever gets a place is admitted to it.")}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["categories"].queryset = Category.objects.all()
        self.fields["courses"].queryset = Course.objects.active()
        self.fields["exam"].queryset = Exam.objects.visible_to(user)
        self.fields["exam"].empty_label = _("No exam")
        limit(self.fields["attendance_percent"], least=0, most=100)
        limit(self.fields["year"], least=2000, most=2100)
        if self.instance.pk:
            del self.fields["organisation"]
            self.fields["courses"].queryset = Course.objects.filter(
                Q(retired_at=None) | Q(pk__in=self.instance.courses.values("pk"))
            )
            self.fields["required_hours"].initial = round(self.instance.required_minutes / MINUTES_PER_HOUR, 1)
            self.fields["courses"].help_text = _("Cohorts that are open keep the lessons they were opened with.")
            if self.instance.exam_id:
                self.fields["exam"].queryset |= Exam.objects.filter(pk=self.instance.exam_id)
        else:
            places = areas_of(user, Role.SUBDISTRICT, Role.DISTRICT)
            self.fields["organisation"].queryset = places
            self.fields["organisation"].empty_label = None
            self.fields["year"].initial = timezone.localdate().year

    def values(self):
        """Return the arguments for ``create_programme`` or ``update_programme``."""
        values = dict(self.cleaned_data)
        hours = values.pop("required_hours") or 0
        values["required_minutes"] = int(hours * MINUTES_PER_HOUR)
        return values


class CohortForm(RowForm):
    class Meta:
        model = Cohort
        fields = ["organiser", "title", "starts_on", "ends_on", "quota", "class_teacher"]
        widgets = {"starts_on": day_input(), "ends_on": day_input()}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["class_teacher"].queryset = trainers_for(user)
        self.fields["class_teacher"].empty_label = _("Not decided yet")
        limit(self.fields["quota"], least=1, most=10_000)
        if self.instance.pk:
            del self.fields["organiser"]
            if self.instance.class_teacher_id:
                teacher = type(self.instance.class_teacher).objects.filter(pk=self.instance.class_teacher_id)
                self.fields["class_teacher"].queryset = trainers_for(user) | teacher
        else:
            self.fields["organiser"].queryset = areas_of(user)
            self.fields["organiser"].empty_label = None

    def clean(self):
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first. Choose a later last day."))
        return data


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


class SessionForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=SessionKind)
    day = forms.DateField(label=_("Day"), widget=day_input())
    start = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}))
    end = forms.TimeField(label=_("To"), widget=forms.TimeInput(attrs={"type": "time"}))
    venue = forms.ModelChoiceField(Venue.objects.none(), label=_("Venue"), required=False,
                                   empty_label=_("No venue, or online"))
    trainer = forms.ModelChoiceField(None, label=_("Trainer"), required=False, empty_label=_("Not decided yet"))
    minutes = forms.IntegerField(
        label=_("Minutes credited"), min_value=1, max_value=1440, required=False,
        help_text=_("What attending earns. Leave it empty for the time from beginning to end."),
    )

    def __init__(self, *args, user, session=None, **kwargs):
        super().__init__(*args, **kwargs)
        here = Venue.objects.visible_to(user).select_related("organisation")
        self.fields["venue"].queryset = here.active()
        self.fields["venue"].label_from_instance = venue_label
        self.fields["trainer"].queryset = trainers_for(user)
        if session is not None and session.trainer_id:
            self.fields["trainer"].queryset |= type(session.trainer).objects.filter(pk=session.trainer_id)
        if session is not None and session.venue_id:
            self.fields["venue"].queryset |= here.filter(pk=session.venue_id)

    def clean(self):
        data = super().clean()
        if data.get("start") and data.get("end") and data["end"] <= data["start"]:
            self.add_error("end", _("The end lies before the beginning. Choose a later time."))
        return data

    def values(self):
        """Return the arguments for ``schedule_session`` or ``move_session``."""
        data = self.cleaned_data
        moments = {
            name: timezone.make_aware(datetime.combine(data["day"], data[part]))
            for name, part in (("starts_at", "start"), ("ends_at", "end"))
        }
        return {name: data[name] for name in ("title", "kind", "venue", "trainer", "minutes")} | moments


def venue_label(venue):
    return f"{venue.name} · {venue.capacity} · {venue.organisation.name}"


def next_free_day(cohort, taken, today):
    """Return the first working day of the cohort, from ``today`` on, on which it does not meet yet; else its first day."""
    day = max(today, cohort.starts_on)
    while day <= cohort.ends_on:
        if day.weekday() < 5 and day not in taken:
            return day
        day += timedelta(days=1)
    return cohort.starts_on


class VenueForm(RowForm):
    class Meta:
        model = Venue
        fields = ["organisation", "name", "kind", "capacity", "address", "closed_on"]
        widgets = {"closed_on": day_input()}
        labels = {"name": _("Name of the venue"), "closed_on": _("Closed from")}
        help_texts = {
            "kind": _("A room takes one group at a time, an open site several as long as there is space."),
            "closed_on": _("From this day on nothing can be planned here. Leave it empty while the venue is in use."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        limit(self.fields["capacity"], least=1, most=100_000)
        if self.instance.pk:
            del self.fields["organisation"]
        else:
            del self.fields["closed_on"]
            self.fields["organisation"].queryset = areas_of(user)
            self.fields["organisation"].empty_label = None


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
