"""Forms of the rules of hours and of what a year asks: plain fields, read into the rules' own values."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.enums import HourKind
from courses.hour_words import PRESET_LABELS
from courses.models import HourRequirement, HourRuleVersion
from courses.rules.hour_data import dump, parse
from courses.rules.hour_presets import PRESETS
from courses.rules.hours import BANDS, CLOCK, DAYS, EARNED, HOUR, NOTHING, REQUIRED, Band, Cap, Counting, Floor
from lms.people.enums import Position, Role
from lms.people.models import Category, Organisation

LATEST = "latest"
BAND_ROWS, CAP_ROWS, FLOOR_ROWS = 4, 3, 2
DEEPEST = 1  # rules are made for the district and for what is directly affiliated to it


def places_of(user):
    """The organisations for which the user makes rules: the district and the directly affiliated ones they administer."""
    paths = user.scope.paths(Role.DISTRICT)
    return Organisation.objects.active().under(*paths).filter(depth__lte=DEEPEST).order_by("path")


def hours_field(label, help_text="", *, required=False):
    return forms.DecimalField(label=label, help_text=help_text, min_value=0, max_value=1000, decimal_places=2, required=required)


def minutes_field(label, help_text=""):
    return forms.IntegerField(label=label, help_text=help_text, min_value=0, max_value=1440, required=False)


class RulesHeadForm(forms.Form):
    """Title and day of a version; of a new one also whose rules they are and what they begin from."""

    organisation = forms.ModelChoiceField(label=gettext_lazy("Whose rules"), queryset=Organisation.objects.none())
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    valid_from = forms.DateField(
        label=gettext_lazy("Counts from"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("What was learned on this day or later is counted by these rules; what was before stays."),
    )
    start = forms.ChoiceField(
        label=gettext_lazy("Begin from"), widget=forms.RadioSelect,
        choices=[(LATEST, gettext_lazy("The rules that count there now")), *PRESET_LABELS.items()], initial=LATEST,
    )

    def __init__(self, *args, user, version=None, **kwargs):
        if version:
            kwargs["initial"] = {"title": version.title, "valid_from": version.valid_from}
        super().__init__(*args, **kwargs)
        if version:
            del self.fields["organisation"], self.fields["start"]
        else:
            self.fields["organisation"].queryset = places_of(user)

    def data_to_begin(self):
        """Return the JSON data of the rules that the new version begins with."""
        start, organisation = self.cleaned_data["start"], self.cleaned_data["organisation"]
        if start in PRESETS:
            return PRESETS[start]
        above = HourRuleVersion.objects.in_force().filter(organisation__in=organisation.ancestor_ids)
        last = above.order_by("-organisation__depth", "-valid_from", "-number").first()
        return last.rules if last else dump(parse({}))


class CountingForm(forms.Form):
    """How one kind counts. ``counting()`` of the valid form is the :class:`~courses.rules.hours.Counting`."""

    way = forms.ChoiceField(label=gettext_lazy("How it counts"), widget=forms.RadioSelect, choices=[
        (CLOCK, gettext_lazy("By the clock")), (DAYS, gettext_lazy("By full and half days")),
        (BANDS, gettext_lazy("In bands by length")), (NOTHING, gettext_lazy("Not at all")),
    ])
    unit = minutes_field(gettext_lazy("Minutes of one hour"), gettext_lazy("By the clock, and below half a day."))
    step = hours_field(gettext_lazy("Round down to"), gettext_lazy("Hours, for example 0.5 or 1. Empty or 0: by the minute."))
    half_from = minutes_field(gettext_lazy("Half a day begins at minutes"))
    half_day = hours_field(gettext_lazy("Hours of half a day"))
    full_from = minutes_field(gettext_lazy("A full day begins at minutes"))
    full_day = hours_field(gettext_lazy("Hours of a full day, and the most of a day"))
    times = hours_field(gettext_lazy("Taken times"), gettext_lazy("For example 5 for teaching. Empty: once."))
    complete_only = forms.BooleanField(label=gettext_lazy("Only when all of it was learned"), required=False)

    def __init__(self, *args, counting=None, **kwargs):
        if counting is not None:
            kwargs["initial"] = {name: getattr(counting, name) for name in self.base_fields} | {
                f"band_{part}_{at}": value for at, band in enumerate(counting.bands)
                for part, value in (("from", band.from_minutes), ("hours", band.hours))
            }
        super().__init__(*args, **kwargs)
        for at in range(BAND_ROWS):
            self.fields[f"band_from_{at}"] = minutes_field(_("Band %(number)s: from minutes") % {"number": at + 1})
            self.fields[f"band_hours_{at}"] = hours_field(_("Band %(number)s: hours") % {"number": at + 1})

    def groups(self):
        """The fields as the page puts them together: ``(heading, [bound fields])``."""
        names = {
            _("By the clock"): ["unit", "step"],
            _("By full and half days"): ["half_from", "half_day", "full_from", "full_day"],
            _("In bands by length"): [f"band_{part}_{at}" for at in range(BAND_ROWS) for part in ("from", "hours")],
            _("In every way"): ["times", "complete_only"],
        }
        return [(heading, [self[name] for name in group]) for heading, group in names.items()]

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        way, times = data["way"], data["times"]
        bands = [(data[f"band_from_{at}"], data[f"band_hours_{at}"]) for at in range(BAND_ROWS)]
        bands = tuple(Band(least or 0, hours) for least, hours in bands if hours is not None)
        self.value = Counting(
            way=way, unit=data["unit"] or HOUR, step=data["step"] or Decimal(0), half_from=data["half_from"] or 0,
            half_day=data["half_day"] or Decimal(0), full_from=data["full_from"] or 0, full_day=data["full_day"] or Decimal(0),
            bands=bands if way == BANDS else (), times=Decimal(1) if times is None else times,
            complete_only=data["complete_only"],
        )
        if way == BANDS and not bands:
            self.add_error("band_hours_0", _("Give at least one band its hours."))
        elif way == BANDS and len({band.from_minutes for band in bands}) < len(bands):
            self.add_error("band_from_0", _("Two bands begin at the same minute. Change one of them."))
        if way == DAYS and not (self.value.half_from and 0 < self.value.half_day <= self.value.full_day):
            self.add_error("half_day", _("Give the minutes and hours of half a day, and of a full day no fewer hours."))
        elif way == DAYS and self.value.full_from and self.value.full_from <= self.value.half_from:
            self.add_error("full_from", _("A full day begins after half a day does."))
        return data

    def counting(self):
        return self.value


class YearRulesForm(forms.Form):
    """What is decided when a year is added up. ``values()`` are the fields of the rules."""

    once = forms.MultipleChoiceField(
        label=gettext_lazy("The same lesson once a year"), choices=HourKind, required=False, widget=forms.CheckboxSelectMultiple
    )
    carries = forms.BooleanField(
        label=gettext_lazy("Hours beyond what the year asks go to the next year"), required=False,
        help_text=gettext_lazy("Otherwise they lapse at the end of the year."),
    )
    carry = hours_field(gettext_lazy("At most so many hours"), gettext_lazy("Empty: all of them."))
    split = forms.BooleanField(
        label=gettext_lazy("Divide what lasts over the turn of a year by its days"), required=False,
        help_text=gettext_lazy("Otherwise it counts in the year in which it ends."),
    )

    def __init__(self, *args, rules=None, **kwargs):
        if rules is not None:
            kwargs["initial"] = _initial_year(rules)
        super().__init__(*args, **kwargs)
        for at in range(CAP_ROWS):
            self.fields[f"cap_kinds_{at}"] = _kinds_field(_("Limit %(number)s: of these kinds together") % {"number": at + 1})
            self.fields[f"cap_hours_{at}"] = hours_field(_("at most hours a year"))
            self.fields[f"cap_percent_{at}"] = forms.IntegerField(
                label=_("or at most percent"), min_value=0, max_value=100, required=False)
            self.fields[f"cap_of_{at}"] = forms.ChoiceField(label=_("percent of"), required=False, choices=[
                (REQUIRED, _("what the year asks")), (EARNED, _("all hours of the year"))])
        for at in range(FLOOR_ROWS):
            self.fields[f"floor_kinds_{at}"] = _kinds_field(_("Minimum %(number)s: of these kinds together") % {"number": at + 1})
            self.fields[f"floor_hours_{at}"] = hours_field(_("at least hours a year"))

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        caps, floors = [], []
        for at in range(CAP_ROWS):
            kinds, hours, percent = (data[f"cap_{part}_{at}"] for part in ("kinds", "hours", "percent"))
            if not kinds and hours is None and percent is None:
                continue
            if not kinds or (hours is None) == (percent is None):
                self.add_error(f"cap_hours_{at}", _("Choose the kinds, and give either hours or percent."))
                continue
            caps.append(Cap(tuple(kinds), hours, percent, data[f"cap_of_{at}"] or REQUIRED))
        for at in range(FLOOR_ROWS):
            kinds, hours = data[f"floor_kinds_{at}"], data[f"floor_hours_{at}"]
            if not kinds and hours is None:
                continue
            if not kinds or hours is None:
                self.add_error(f"floor_hours_{at}", _("Choose the kinds, and give the hours."))
                continue
            floors.append(Floor(tuple(kinds), hours))
        most = Decimal(1000) if data["carry"] is None else data["carry"]
        self.year = {"once": tuple(data["once"]), "caps": tuple(caps), "floors": tuple(floors),
                     "carry": most if data["carries"] else None, "split": data["split"]}
        return data

    def values(self):
        return self.year


def _kinds_field(label):
    return forms.MultipleChoiceField(label=label, choices=HourKind, required=False, widget=forms.CheckboxSelectMultiple)


def _initial_year(rules):
    initial = {"once": rules.once, "carries": rules.carry is not None, "carry": rules.carry, "split": rules.split}
    for at, cap in enumerate(rules.caps[:CAP_ROWS]):
        initial |= {f"cap_kinds_{at}": cap.kinds, f"cap_hours_{at}": cap.hours, f"cap_percent_{at}": cap.percent,
                    f"cap_of_{at}": cap.of}
    for at, floor in enumerate(rules.floors[:FLOOR_ROWS]):
        initial |= {f"floor_kinds_{at}": floor.kinds, f"floor_hours_{at}": floor.hours}
    return initial


class RequirementForm(forms.ModelForm):
    """What a year asks, in hours; kept in minutes."""

    hours = hours_field(gettext_lazy("Learning hours a year"), required=True)

    class Meta:
        model = HourRequirement
        fields = ["from_year", "organisation", "category", "position", "concentrated_classes", "new_within"]

    field_order = ["from_year", "organisation", "category", "position", "hours", "concentrated_classes", "new_within"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["hours"].initial = Decimal(self.instance.minutes) / HOUR
        self.fields["from_year"].min_value = 1990
        self.fields["organisation"].queryset = places_of(user)
        self.fields["organisation"].empty_label = _("Everywhere")
        self.fields["category"].queryset = Category.objects.order_by("order", "code")
        self.fields["category"].empty_label = _("All categories")
        self.fields["position"] = forms.ChoiceField(
            label=_("Position"), required=False, choices=[("", _("All positions")), *Position.choices])
        self.fields["new_within"].help_text = _("For the newly appointed; 0: nothing is asked.")

    def clean(self):
        data = super().clean()
        if data.get("hours") is not None:
            self.instance.minutes = int(data["hours"] * HOUR)
        return data
