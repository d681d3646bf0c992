"""Forms of filings: what is asked, the rows of a plan, an answer, an item that was held."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cohorts.enums import FileWanted, PlanKind
from cohorts.filing_words import checked_file
from cohorts.models import FilingCall
from cohorts.plan_forms import RowForm, day_input, limit
from cohorts.queries.candidates import areas_of
from cohorts.queries.filings import held_classes, held_sessions
from cohorts.rules.filing import MOST_ITEMS, is_day
from lms.people.enums import OrganisationKind, Role

BLANK_ROWS = 4
MOST_HELD = 200
ASKED_KINDS = [choice for choice in OrganisationKind.choices if choice[0] != OrganisationKind.DISTRICT]


class CallForm(RowForm):
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of organisation"), choices=ASKED_KINDS, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none to ask all of them."),
    )
    remind_days = forms.CharField(
        label=_("Remind so many days before"), required=False, max_length=40, initial="7, 1",
        help_text=_("Numbers with commas, such as 7, 1. Empty: no reminders."),
    )

    class Meta:
        model = FilingCall
        fields = ["organisation", "title", "text", "year", "due_on", "kinds", "categories", "asks_items", "asks_meetings",
                  "asks_theme_day", "file_wanted", "remind_days"]
        widgets = {"categories": forms.CheckboxSelectMultiple, "text": forms.Textarea(attrs={"rows": 4}), "due_on": day_input()}
        labels = {"organisation": _("All organisations below"), "title": _("Title"), "text": _("What is asked"),
                  "year": _("Year of the plan"), "due_on": _("Due on"), "categories": _("For categories")}
        help_texts = {"categories": _("Tick none to ask all of them."),
                      "asks_meetings": _("The general meeting, the committee meeting, the group meeting and the Party lesson.")}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        limit(self.fields["year"], least=2000, most=2100)
        if self.instance.pk:
            del self.fields["organisation"]
            self.initial["remind_days"] = ", ".join(map(str, self.instance.remind_days))
        else:
            self.fields["organisation"].queryset = areas_of(user, Role.SUBDISTRICT, Role.DISTRICT)
            self.fields["organisation"].empty_label = None
            self.fields["year"].initial = timezone.localdate().year

    def clean_remind_days(self):
        text = self.cleaned_data["remind_days"].replace("，", ",").replace("、", ",")
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if any(not part.isdecimal() or int(part) > 90 for part in parts) or len(parts) > 5:
            raise forms.ValidationError(_("Write up to five numbers of days from 0 to 90, with commas between them."))
        return sorted({int(part) for part in parts}, reverse=True)

    def clean(self):
        data = super().clean()
        if data.get("asks_meetings"):
            data["asks_items"] = True
        if not (data.get("asks_items") or data.get("asks_theme_day") or data.get("file_wanted") == FileWanted.MUST):
            raise forms.ValidationError(_("Ask for at least one thing: a plan, the theme day or a file."))
        return data

    def values(self):
        return dict(self.cleaned_data)


class VersionForm(forms.Form):
    """The parts of a version beside its items, as far as the call asks for them."""

    theme_day = forms.IntegerField(
        label=_("Theme day: the day of every month"), min_value=1, max_value=31, required=False,
        help_text=_("A number from 1 to 31. Where a month is shorter, its last day is meant."),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    file = forms.FileField(label=_("File"), required=False, help_text=_("PDF or Word (.docx), up to 10 MB."))
    drop_file = forms.BooleanField(label=_("Take the file off"), required=False)

    def __init__(self, *args, version, **kwargs):
        kwargs.setdefault("initial", {"theme_day": version.theme_day, "note": version.note})
        super().__init__(*args, **kwargs)
        call = version.filing.call
        if not call.asks_theme_day:
            del self.fields["theme_day"]
        if call.file_wanted == FileWanted.NONE:
            del self.fields["file"], self.fields["drop_file"]
        elif not version.file:
            del self.fields["drop_file"]

    def clean_file(self):
        upload = self.cleaned_data["file"]
        return checked_file(upload) if upload else None

    def values(self):
        """Return the arguments for ``save_draft`` beside the items."""
        data = self.cleaned_data
        file, name = data.get("file") or (None, "")
        return {"theme_day": data.get("theme_day"), "note": data["note"].strip(), "file": file, "file_name": name,
                "drop_file": data.get("drop_file", False)}


class ItemForm(forms.Form):
    key = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("What"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=PlanKind, initial=PlanKind.GENERAL, required=False)
    month = forms.IntegerField(label=_("Month"), min_value=1, max_value=12, required=False)
    day = forms.IntegerField(label=_("Day, if known"), min_value=1, max_value=31, required=False)
    hours = forms.DecimalField(label=_("Learning hours"), min_value=0, max_value=99, decimal_places=1, required=False)
    audience = forms.CharField(label=pgettext_lazy("filing", "For whom"), max_length=80, required=False)
    remove = forms.BooleanField(label=_("Remove"), required=False)

    def __init__(self, *args, year, **kwargs):
        self.year = year
        super().__init__(*args, **kwargs)

    def clean(self):
        data = super().clean()
        if data.get("remove"):
            return data
        if not data.get("title"):
            if data.get("month") or data.get("audience"):
                self.add_error("title", _("Say what is planned, or empty the row."))
        elif not data.get("month") and "month" not in self.errors:
            self.add_error("month", _("Say in which month."))
        elif data.get("day") and "month" not in self.errors and not is_day(self.year, data["month"], data["day"]):
            self.add_error("day", _("This month has no such day."))
        return data


class ItemRows(forms.BaseFormSet):
    def rows(self):
        """Return what is to be kept, as ``save_draft`` wants it."""
        return [
            {"key": data["key"], "kind": data["kind"] or PlanKind.OTHER, "title": data["title"].strip(), "month": data["month"],
             "day": data["day"], "hours": data["hours"] or 0, "audience": data["audience"].strip()}
            for form in self.forms if (data := getattr(form, "cleaned_data", None)) and data.get("title") and not data["remove"]
        ]


ItemFormSet = forms.formset_factory(
    ItemForm, formset=ItemRows, extra=BLANK_ROWS, max_num=MOST_ITEMS, absolute_max=MOST_ITEMS + BLANK_ROWS
)


def item_rows(version):
    """Return the initial rows of the form."""
    return [
        {"key": item.key, "title": item.title, "kind": item.kind, "month": item.month, "day": item.day,
         "hours": item.hours.normalize() if item.hours else "", "audience": item.audience}
        for item in version.items.order_by("month", "day", "pk")
    ]


class ExecutionForm(forms.Form):
    on_date = forms.DateField(label=_("Held on"), widget=day_input())
    session = forms.ModelChoiceField(None, label=_("Session of a class"), required=False, empty_label=_("None of these"))
    cohort = forms.ModelChoiceField(None, label=_("Whole class"), required=False, empty_label=_("None of these"))
    note = forms.CharField(label=_("What happened, in a few words"), max_length=200, required=False)

    def __init__(self, *args, user, year, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["on_date"].widget.attrs["max"] = today.isoformat()
        self.fields["session"].queryset = held_sessions(user, year, today)
        self.fields["session"].choices = [("", _("None of these")), *(
            (row.pk, f"{timezone.localdate(row.starts_at):%Y-%m-%d} {row.title} · {row.cohort.title}")
            for row in self.fields["session"].queryset[:MOST_HELD]
        )]
        self.fields["cohort"].queryset = held_classes(user, year, today)
        self.fields["cohort"].choices = [("", _("None of these")), *(
            (row.pk, row.title) for row in self.fields["cohort"].queryset[:MOST_HELD]
        )]

    def clean(self):
        data = super().clean()
        if not (data.get("session") or data.get("cohort") or data.get("note", "").strip()):
            raise forms.ValidationError(_("Choose what was held, or say in a few words what happened."))
        if data.get("on_date") and data["on_date"] > timezone.localdate():
            self.add_error("on_date", _("This day has not come yet."))
        return data
