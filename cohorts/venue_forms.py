"""Forms of venues: the venue itself with its opening times, and a visit to an open site."""

from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from cohorts.models import SiteBooking, Venue
from cohorts.plan_forms import RowForm, day_input, limit
from cohorts.queries.candidates import areas_of
from cohorts.session_forms import time_input
from lms.people.enums import Role
from lms.people.models import Organisation


class VenueForm(RowForm):
    class Meta:
        model = Venue
        fields = ["organisation", "name", "kind", "capacity", "address", "equipment", "guide", "closed_on"]
        widgets = {"closed_on": day_input(), "guide": forms.Textarea(attrs={"rows": 4})}
        labels = {"name": _("Name of the venue"), "closed_on": _("Closed from")}
        help_texts = {
            "kind": _("A room takes one group at a time, an open site several as long as there is space."),
            "equipment": _("What is there: projector, microphone, wheelchair ramp …"),
            "guide": _("How to get there, where to meet, what there is to see, whom to ask."),
            "closed_on": _("From this day on nothing can be planned here. Leave it empty while the venue is in use."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        limit(self.fields["capacity"], least=1, most=100_000)
        self.fields["guide"].max_length = 2000
        self.fields["guide"].widget.attrs["maxlength"] = 2000
        if self.instance.pk:
            del self.fields["organisation"]
        else:
            del self.fields["closed_on"]
            self.fields["organisation"].queryset = areas_of(user)
            self.fields["organisation"].empty_label = None
        opening = self.instance.opening or {}
        for day, name in WEEKDAYS.items():
            said = opening.get(str(day), ("", ""))
            self.fields[f"from_{day}"] = forms.TimeField(
                label=_("%(weekday)s from") % {"weekday": name}, widget=time_input(), required=False, initial=said[0]
            )
            self.fields[f"until_{day}"] = forms.TimeField(
                label=_("%(weekday)s until") % {"weekday": name}, widget=time_input(), required=False, initial=said[1]
            )

    @property
    def plain_fields(self):
        return [field for field in self.visible_fields() if not field.name.startswith(("from_", "until_"))]

    @property
    def days(self):
        """Return ``[(weekday, field from, field until)]``."""
        return [(name, self[f"from_{day}"], self[f"until_{day}"]) for day, name in WEEKDAYS.items()]

    def clean(self):
        data = super().clean()
        opening = {}
        for day in WEEKDAYS:
            first, last = data.get(f"from_{day}"), data.get(f"until_{day}")
            if (first is None) != (last is None) and not {f"from_{day}", f"until_{day}"} & self.errors.keys():
                self.add_error(f"until_{day}" if last is None else f"from_{day}", _("Give both times, or neither."))
            elif first and last and last <= first:
                self.add_error(f"until_{day}", _("The end lies before the beginning. Choose a later time."))
            elif first and last:
                opening[str(day)] = [f"{first:%H:%M}", f"{last:%H:%M}"]
        data["opening"] = opening
        return data

    def values(self):
        """Return the arguments for ``create_venue`` or ``update_venue``."""
        names = {"organisation", "name", "kind", "capacity", "address", "equipment", "guide", "closed_on", "opening"}
        return {name: value for name, value in self.cleaned_data.items() if name in names}


class BookingForm(RowForm):
    day = forms.DateField(label=_("Day"), widget=day_input())
    start = forms.TimeField(label=_("From"), widget=time_input(), initial=time(9, 0))
    end = forms.TimeField(label=_("To"), widget=time_input(), initial=time(10, 30))

    class Meta:
        model = SiteBooking
        fields = ["organisation", "day", "start", "end", "people", "note"]
        labels = {"organisation": _("For"), "people": _("How many people come"), "note": _("Anything else to know")}

    field_order = ["organisation", "day", "start", "end", "people", "note"]

    def __init__(self, *args, user, venue, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.active().under(*user.scope.paths(Role.LIAISON))
        self.fields["organisation"].empty_label = None
        limit(self.fields["people"], least=1, most=venue.capacity)
        self.fields["day"].widget.attrs["min"] = timezone.localdate().isoformat()

    def values(self):
        """Return the arguments for ``place_booking``."""
        data = dict(self.cleaned_data)
        day = data.pop("day")
        return data | {
            "starts_at": timezone.make_aware(datetime.combine(day, data.pop("start"))),
            "ends_at": timezone.make_aware(datetime.combine(day, data.pop("end"))),
        }


class OptionalReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
