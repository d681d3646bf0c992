"""Forms of the timetable as a whole: templates of a day, and what the board shows."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cohorts.enums import SessionKind
from cohorts.models import Cohort, DayTemplate, Venue
from cohorts.plan_forms import RowForm, day_input
from cohorts.queries.candidates import areas_of, trainers_for
from cohorts.session_forms import time_input, venue_label


class DayTemplateForm(RowForm):
    class Meta:
        model = DayTemplate
        fields = ["organisation", "name"]
        labels = {"name": _("Name of the template")}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["organisation"]
        else:
            self.fields["organisation"].queryset = areas_of(user)
            self.fields["organisation"].empty_label = None


class SlotForm(forms.Form):
    """One line of a day; a line without a title and times is not used."""

    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=SessionKind, initial=SessionKind.LECTURE, required=False)
    start = forms.TimeField(label=_("From"), widget=time_input(), required=False)
    end = forms.TimeField(label=_("To"), widget=time_input(), required=False)

    def clean(self):
        data = super().clean()
        names = ("title", "start", "end")
        if any(data.get(name) for name in names):
            for name in names:
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Fill in this field too, or leave the whole line empty."))
        if data.get("start") and data.get("end") and data["end"] <= data["start"]:
            self.add_error("end", _("The end lies before the beginning. Choose a later time."))
        return data

    def slot(self):
        """Return the line as a template keeps it, or None."""
        data = self.cleaned_data
        if not data.get("title"):
            return None
        return data | {
            "kind": data["kind"] or SessionKind.LECTURE.value, "start": f"{data['start']:%H:%M}", "end": f"{data['end']:%H:%M}",
        }


SLOTS = 8
SlotFormSet = forms.formset_factory(SlotForm, extra=SLOTS, max_num=SLOTS, validate_max=True)


class ApplyDayForm(forms.Form):
    template = forms.ModelChoiceField(DayTemplate.objects.none(), label=_("Template"), empty_label=None)
    day = forms.DateField(label=_("Day"), widget=day_input())
    venue = forms.ModelChoiceField(Venue.objects.none(), label=_("Venue"), required=False,
                                   empty_label=_("No venue, or online"))
    trainer = forms.ModelChoiceField(None, label=_("Trainer"), required=False, empty_label=_("Not decided yet"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = DayTemplate.objects.visible_to(user).select_related("organisation")
        self.fields["venue"].queryset = Venue.objects.visible_to(user).active().select_related("organisation")
        self.fields["venue"].label_from_instance = venue_label
        self.fields["trainer"].queryset = trainers_for(user)


class BoardFilter(forms.Form):
    """Which meetings the timetable shows."""

    cohort = forms.ModelChoiceField(Cohort.objects.none(), label=_("Cohort"), required=False, empty_label=_("All cohorts"))
    venue = forms.ModelChoiceField(Venue.objects.none(), label=_("Venue"), required=False, empty_label=_("All venues"))
    trainer = forms.ModelChoiceField(None, label=_("Trainer"), required=False, empty_label=_("All trainers"))

    def __init__(self, *args, user, first, last, **kwargs):
        super().__init__(*args, **kwargs)
        seen = Cohort.objects.visible_to(user)
        asked = self.data.get("cohort", "")
        near = Q(starts_on__lte=last, ends_on__gte=first, cancelled_at=None)
        self.fields["cohort"].queryset = seen.filter(near | Q(pk=int(asked)) if asked.isdecimal() and len(asked) < 18 else near)
        self.fields["venue"].queryset = Venue.objects.visible_to(user).active()
        self.fields["trainer"].queryset = trainers_for(user)
