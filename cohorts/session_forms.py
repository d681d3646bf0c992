"""Forms of a meeting: what it is, how it repeats, where it moves."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import SessionKind
from cohorts.holidays import is_free
from cohorts.models import CohortGroup, ProgrammeModule, Venue
from cohorts.plan_forms import MORNING, day_input
from cohorts.queries.candidates import trainers_for
from cohorts.rules.calendar import MOST, Repeat, dates_of
from lms.people.models import Person

NOON = time(11, 30)


def time_input():
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class SessionForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=SessionKind)
    module = forms.ModelChoiceField(ProgrammeModule.objects.none(), label=_("Module"), required=False,
                                    empty_label=_("No module"))
    group = forms.ModelChoiceField(CohortGroup.objects.none(), label=_("Who meets"), required=False,
                                   empty_label=_("The whole cohort"))
    day = forms.DateField(label=_("Day"), widget=day_input())
    start = forms.TimeField(label=_("From"), widget=time_input())
    end = forms.TimeField(label=_("To"), widget=time_input())
    venue = forms.ModelChoiceField(Venue.objects.none(), label=_("Venue"), required=False,
                                   empty_label=_("No venue, or online"))
    trainer = forms.ModelChoiceField(None, label=_("Trainer"), required=False, empty_label=_("Not decided yet"))
    minutes = forms.IntegerField(
        label=_("Minutes credited"), min_value=1, max_value=1440, required=False,
        help_text=_("What attending earns. Leave it empty for the time from beginning to end."),
    )

    def __init__(self, *args, user, cohort, session=None, **kwargs):
        super().__init__(*args, **kwargs)
        here = Venue.objects.visible_to(user).select_related("organisation")
        self.fields["venue"].queryset = here.active()
        self.fields["venue"].label_from_instance = venue_label
        self.fields["trainer"].queryset = trainers_for(user)
        self.fields["module"].queryset = ProgrammeModule.objects.filter(programme=cohort.programme_id)
        self.fields["group"].queryset = cohort.groups.all()
        for name in ("module", "group"):
            if not self.fields[name].queryset.exists():
                del self.fields[name]
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
        named = ("title", "kind", "module", "group", "venue", "trainer", "minutes")
        return {name: data[name] for name in named if name in data} | moments


def venue_label(venue):
    return f"{venue.name} · {venue.capacity} · {venue.organisation.name}"


def first_values(cohort, sessions, today):
    """Return what the form of a new meeting begins with: the next free working day, and the last meeting's kind and place."""
    last = max(sessions, key=lambda session: session.starts_at, default=None)
    taken = {timezone.localdate(session.starts_at) for session in sessions}
    return {
        "kind": last.kind if last else SessionKind.LECTURE, "day": next_free_day(cohort, taken, today),
        "start": MORNING, "end": NOON, "venue": last.venue_id if last else None,
    }


def next_free_day(cohort, taken, today):
    """Return the first working day of the cohort, from ``today`` on, on which it does not meet yet; else its first day."""
    day = max(today, cohort.starts_on)
    while day <= cohort.ends_on:
        if day.weekday() < 5 and day not in taken:
            return day
        day += timedelta(days=1)
    return cohort.starts_on


class RepeatFields(forms.Form):
    """How a new meeting repeats; mixed into :class:`NewSessionForm`."""

    ONCE, WEEKLY, DAYS = "once", "weekly", "days"
    repeat = forms.ChoiceField(
        label=_("Repeats"), required=False,
        choices=[(ONCE, _("Once")), (WEEKLY, _("Every week")), (DAYS, _("Every few days"))],
    )
    every = forms.IntegerField(label=_("Every so many days"), min_value=1, max_value=60, initial=1, required=False)
    until = forms.DateField(label=_("Repeats until"), widget=day_input(), required=False)
    count = forms.IntegerField(label=_("or so many times"), min_value=2, max_value=MOST, required=False)
    skip_free = forms.BooleanField(
        label=_("Leave out weekends and public holidays"), initial=True, required=False,
        help_text=_("Make-up workdays are kept."),
    )


class NewSessionForm(SessionForm, RepeatFields):
    def clean(self):
        data = super().clean()
        if not self.repeats:
            return data
        if data.get("repeat") == self.DAYS and not data.get("every"):
            self.add_error("every", _("Say after how many days it repeats."))
        if not data.get("until") and not data.get("count"):
            self.add_error("until", _("Say until when, or how many times."))
        if data.get("until") and data.get("day") and data["until"] <= data["day"]:
            self.add_error("until", _("This day lies before the first meeting. Choose a later one."))
        return data

    @property
    def repeats(self):
        return self.cleaned_data.get("repeat") in (self.WEEKLY, self.DAYS)

    def dates(self):
        """Return the ``rules.calendar.Dates`` of a meeting that repeats."""
        data = self.cleaned_data
        every = 7 if data["repeat"] == self.WEEKLY else data["every"]
        repeat = Repeat(every, data["until"], data["count"], data["skip_free"])
        return dates_of(data["day"], repeat, is_free=is_free)

    def plans(self, dates):
        """Return the meetings on these dates as ``schedule_sessions`` takes them."""
        values = self.values()
        first = self.cleaned_data["day"]
        return [
            values | {name: values[name] + (day - first) for name in ("starts_at", "ends_at")} for day in dates.dates
        ]


class MoveForm(forms.Form):
    """Where a meeting was dragged to, or one of the ways out of a clash; what is not given stays."""

    starts_at = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M"])
    ends_at = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M"])
    venue = forms.ModelChoiceField(Venue.objects.none(), required=False)
    trainer = forms.ModelChoiceField(None, required=False)
    revision = forms.IntegerField(required=False)

    def __init__(self, *args, user, session, **kwargs):
        super().__init__(*args, **kwargs)
        self.session = session
        self.fields["venue"].queryset = Venue.objects.visible_to(user).active() | Venue.objects.filter(pk=session.venue_id)
        self.fields["trainer"].queryset = trainers_for(user) | Person.objects.filter(pk=session.trainer_id)

    def clean(self):
        data = super().clean()
        if data.get("revision") is not None and data["revision"] != self.session.revision:
            raise forms.ValidationError(_("Someone else changed this session meanwhile. Reload the page and look again."))
        if data.get("starts_at") and data.get("ends_at") and data["ends_at"] <= data["starts_at"]:
            raise forms.ValidationError(_("The end lies before the beginning. Choose a later time."))
        return data

    def values(self):
        data = self.cleaned_data
        return {name: data[name] for name in ("starts_at", "ends_at", "venue", "trainer") if data.get(name)}
