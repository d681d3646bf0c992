"""Forms of orders: the menu and its filter, an order with its wanted times, the school's answers, wishes."""

from datetime import date, datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import DayPart, SurveyAbout
from cohorts.models import LessonOrder, LessonWish, MenuItem, OrderPolicy, SurveyTemplate
from cohorts.order_words import month_name
from cohorts.plan_forms import RowForm, day_input, limit
from cohorts.queries.candidates import areas_of, trainers_for
from cohorts.queries.orders import schools_of, topics_of
from cohorts.rules.orders import PARTS, SLOTS, Slot, usual
from cohorts.session_forms import time_input
from courses.models import Lecturer
from lms.people.enums import AffiliatedKind, OrganisationKind, Role
from lms.people.models import Organisation

MONTHS = [(str(number), number) for number in range(1, 13)]


def _months(empty):
    return [("", empty), *((value, month_name(number)) for value, number in MONTHS)]


class MenuFilter(forms.Form):
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    month = forms.ChoiceField(label=_("Month"), required=False)
    size = forms.IntegerField(label=_("People"), required=False, min_value=1, max_value=10_000)
    school = forms.ModelChoiceField(Organisation.objects.none(), label=_("School"), required=False, empty_label=_("All"))
    q = forms.CharField(label=_("Word"), required=False, max_length=40, widget=forms.TextInput(attrs={"type": "search"}))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = [("", _("All")), *((topic, topic) for topic in topics_of(user))]
        self.fields["month"].choices = _months(_("Any month"))
        self.fields["school"].queryset = schools_of(user)

    def values(self):
        """Return the arguments for ``cohorts.queries.orders.menu_seen_by``; what cannot be read asks for nothing."""
        data = self.cleaned_data if self.is_valid() else self.cleaned_data or {}
        month = data.get("month")
        return {
            "topic": data.get("topic", ""), "month": int(month) if month else None, "size": data.get("size"),
            "school": data.get("school"), "text": (data.get("q") or "").strip(),
        }


class MenuItemForm(RowForm):
    months = forms.MultipleChoiceField(
        label=_("Months offered"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None ticked: all the year.")
    )
    areas = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label=_("Brought to"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: everywhere in the district."),
    )

    class Meta:
        model = MenuItem
        fields = [
            "school", "title", "topic", "summary", "lecturer", "trainer", "minutes", "size_min", "size_max", "months", "areas",
            "travel_minutes", "travel_note",
        ]
        help_texts = {
            "topic": _("By this subject trainers are matched, and liaisons search."),
            "lecturer": _("The card of a named lecturer. With neither a card nor a trainer, any trainer of the topic comes."),
            "trainer": _("A trainer by name, who is offered first."),
            "travel_minutes": _("Kept free before and after the lesson."),
            "travel_note": _("For example: within the inner ring, or by the school's own car."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        limit(self.fields["minutes"], least=10, most=480)
        limit(self.fields["size_min"], least=1, most=10_000)
        limit(self.fields["size_max"], least=1, most=10_000)
        limit(self.fields["travel_minutes"], least=0, most=240)
        self.fields["topic"].required = True
        self.fields["lecturer"].queryset = Lecturer.objects.filter(retired_at=None)
        self.fields["lecturer"].empty_label = self.fields["trainer"].empty_label = _("Nobody by name")
        self.fields["trainer"].queryset = trainers_for(user)
        self.fields["months"].choices = [(value, month_name(number)) for value, number in MONTHS]
        self.fields["areas"].queryset = Organisation.objects.active().filter(
            kind=OrganisationKind.AFFILIATED, affiliated_kind=AffiliatedKind.SUBDISTRICT
        )
        if self.instance.pk:
            del self.fields["school"]
            self.initial["months"] = [str(month) for month in self.instance.month_numbers]
            self.initial["areas"] = list(self.instance.areas.values_list("pk", flat=True))
        else:
            self.fields["school"].queryset = areas_of(user)
            self.fields["school"].empty_label = None

    def clean_months(self):
        return ",".join(f"{int(month):02}" for month in self.cleaned_data["months"])


class OrderForm(RowForm):
    """An order with up to three wanted times; ``item`` is what is ordered, an ``instance`` what is changed."""

    class Meta:
        model = LessonOrder
        fields = ["organisation", "place", "size", "note"]
        labels = {"organisation": _("For"), "size": _("How many people come"), "note": _("Anything else to know")}
        help_texts = {"place": _("Where the lesson is held: address and room.")}

    def __init__(self, *args, user, item, slots=(), **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["organisation"]
        else:
            self.fields["organisation"].queryset = Organisation.objects.active().under(*user.scope.paths(Role.LIAISON))
            self.fields["organisation"].empty_label = None
        limit(self.fields["size"], least=1, most=10_000)
        tomorrow = timezone.localdate() + timedelta(days=1)
        names = {1: _("First choice"), 2: _("Second choice"), 3: _("Third choice")}
        for number in range(1, SLOTS + 1):
            said = slots[number - 1] if len(slots) >= number else None
            self.fields[f"day{number}"] = forms.DateField(
                label=names[number], widget=day_input(), required=number == 1, initial=said and said.starts_at.date()
            )
            self.fields[f"part{number}"] = forms.ChoiceField(
                label=_("Part of the day"), choices=DayPart.choices, required=False, initial=said and (said.part or _part(said))
            )
            self.fields[f"time{number}"] = forms.TimeField(
                label=_("Exact time, if it matters"), widget=time_input(), required=False,
                initial=said and not said.part and f"{said.starts_at:%H:%M}" or None,
            )
            self.fields[f"day{number}"].widget.attrs["min"] = tomorrow.isoformat()

    @property
    def slot_rows(self):
        return [(self[f"day{n}"], self[f"part{n}"], self[f"time{n}"]) for n in range(1, SLOTS + 1)]

    @property
    def first_fields(self):
        return [self[name] for name in ("organisation", "size") if name in self.fields]

    @property
    def last_fields(self):
        return [self["place"], self["note"]]

    def clean(self):
        data = super().clean()
        days = [data.get(f"day{number}") for number in range(1, SLOTS + 1)]
        # A gap would let the message about the third time stand at the second.
        if days[2] and not days[1] and "day2" not in self.errors:
            self.add_error("day2", _("Fill the second choice before the third."))
        return data

    def values(self):
        """Return the arguments for ``place_order`` (without ``organisation`` for ``change_order``)."""
        data, slots = self.cleaned_data, []
        for number in range(1, SLOTS + 1):
            if day := data.get(f"day{number}"):
                at, part = data.get(f"time{number}"), data.get(f"part{number}") or DayPart.MORNING
                moment = timezone.make_aware(datetime.combine(day, at or usual(part)))
                slots.append(Slot(timezone.localtime(moment), "" if at else str(part)))
        found = {"slots": slots, "place": data["place"], "size": data["size"], "note": data["note"]}
        return found | ({"organisation": data["organisation"]} if "organisation" in data else {})


def _part(slot):
    """Return the part of the day in which an exact time lies."""
    return next((name for name, (first, last, _) in PARTS.items() if first <= slot.starts_at.time() < last), "morning")


class AcceptForm(forms.Form):
    slot = forms.ChoiceField(label=_("Which wanted time"), widget=forms.RadioSelect)
    start = forms.TimeField(
        label=_("Begins at"), widget=time_input(), required=False,
        help_text=_("Where a part of the day is wanted. Empty: the usual hour, or the time that was asked for."),
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=10, max_value=480)
    trainer = forms.ModelChoiceField(None, label=_("Trainer"), required=False, empty_label=_("Not decided yet"))

    def __init__(self, *args, user, slots, labels, **kwargs):
        super().__init__(*args, **kwargs)
        self.slots = slots
        self.fields["slot"].choices = [(str(number), label) for number, label in enumerate(labels, start=1)]
        self.fields["trainer"].queryset = trainers_for(user)

    def values(self):
        """Return the arguments for ``accept_order``."""
        data = self.cleaned_data
        slot = self.slots[int(data["slot"]) - 1]
        starts_at = slot.starts_at
        if data["start"]:
            starts_at = timezone.make_aware(datetime.combine(slot.starts_at.date(), data["start"]))
        return {"starts_at": starts_at, "minutes": data["minutes"], "trainer": data["trainer"]}


class ProposeForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=day_input())
    start = forms.TimeField(label=_("Begins at"), widget=time_input())
    trainer = forms.ModelChoiceField(None, label=_("Trainer"), required=False, empty_label=_("Not decided yet"))
    reason = forms.CharField(label=_("Why another time"), max_length=200, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["trainer"].queryset = trainers_for(user)

    def values(self):
        """Return the arguments for ``propose_time``."""
        data = self.cleaned_data
        return {
            "starts_at": timezone.make_aware(datetime.combine(data["day"], data["start"])), "trainer": data["trainer"],
            "reason": data["reason"],
        }


class WishForm(RowForm):
    month = forms.TypedChoiceField(label=_("Month in which you would like it"), coerce=date.fromisoformat)

    class Meta:
        model = LessonWish
        fields = ["organisation", "topic", "size", "month", "note"]
        labels = {"organisation": _("For"), "topic": _("Topic you miss on the menu"), "size": _("How many people come"),
                  "note": _("Anything else to know")}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.active().under(*user.scope.paths(Role.LIAISON))
        self.fields["organisation"].empty_label = None
        limit(self.fields["size"], least=1, most=10_000)
        today = timezone.localdate()
        firsts = [date(today.year + (today.month - 1 + add) // 12, (today.month - 1 + add) % 12 + 1, 1) for add in range(12)]
        self.fields["month"].choices = [(first.isoformat(), f"{first:%Y-%m}") for first in firsts]


class PolicyForm(RowForm):
    class Meta:
        model = OrderPolicy
        fields = ["answer_days", "survey", "survey_days"]
        help_texts = {
            "answer_days": _("From placing the order on. Orders that wait longer are shown as overdue."),
            "survey": _("Asked of everyone who was there, after the lesson. Empty: nobody is asked."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        limit(self.fields["answer_days"], least=1, most=60)
        limit(self.fields["survey_days"], least=1, most=60)
        self.fields["survey"].queryset = SurveyTemplate.objects.visible_to(user).active().filter(about=SurveyAbout.SESSION)
        self.fields["survey"].empty_label = _("No questionnaire")
