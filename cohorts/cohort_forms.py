"""Forms of cohorts: changed, opened step by step, copied."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cohorts.models import Cohort, Venue
from cohorts.plan_forms import RowForm, day_input, limit
from cohorts.queries.candidates import areas_of, trainers_for
from cohorts.session_forms import venue_label
from lms.people.models import Organisation, Person

MOST_GROUPS = 30


class CohortForm(RowForm):
    """``seen`` is the last change that whoever opened the form knew of."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Cohort
        fields = ["title", "starts_on", "ends_on", "quota", "apply_until", "venue", "class_teacher"]
        widgets = {"starts_on": day_input(), "ends_on": day_input(), "apply_until": day_input()}
        help_texts = {"apply_until": _("Whoever the programme is for may apply until this day. Leave it empty to take none.")}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        choose_place(self, user, self.instance)
        limit(self.fields["quota"], least=1, most=10_000)

    def clean(self):
        return check_days(self, super().clean())


def choose_place(form, user, cohort=None):
    """Offer the venues and trainers that ``user`` may plan with, and those that the cohort has."""
    venue, teacher = form.fields["venue"], form.fields["class_teacher"]
    here = Venue.objects.visible_to(user).select_related("organisation")
    venue.queryset, teacher.queryset = here.active(), trainers_for(user)
    venue.empty_label, teacher.empty_label = _("No usual venue"), _("Not decided yet")
    venue.label_from_instance = venue_label
    if cohort is not None and cohort.venue_id:
        venue.queryset |= here.filter(pk=cohort.venue_id)
    if cohort is not None and cohort.class_teacher_id:
        teacher.queryset |= Person.objects.filter(pk=cohort.class_teacher_id)


def check_days(form, data):
    """Refuse days in the wrong order where they were entered."""
    first, last, applied = (data.get(name) for name in ("starts_on", "ends_on", "apply_until"))
    if first and last and last < first:
        form.add_error("ends_on", _("The last day lies before the first. Choose a later last day."))
    elif last and applied and applied > last:
        form.add_error("apply_until", _("Applications end on the last day of the cohort at the latest."))
    return data


class DaysStep(forms.Form):
    organiser = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organiser"), empty_label=None)
    title = forms.CharField(label=_("Title"), max_length=200)
    starts_on = forms.DateField(label=_("First day"), widget=day_input())
    ends_on = forms.DateField(label=_("Last day"), widget=day_input())
    quota = forms.IntegerField(label=_("Places"), min_value=1, max_value=10_000)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organiser"].queryset = areas_of(user)

    def clean(self):
        return check_days(self, super().clean())


class PlaceStep(forms.Form):
    venue = forms.ModelChoiceField(Venue.objects.none(), label=_("Usual venue"), required=False)
    class_teacher = forms.ModelChoiceField(Person.objects.none(), label=_("Class teacher"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        choose_place(self, user)


class PeopleStep(forms.Form):
    groups = forms.CharField(
        label=pgettext_lazy("class", "Groups"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One name a line, for instance 第一组. Leave it empty for a class without groups; people are put into "
                    "groups later."),
    )
    apply_until = forms.DateField(
        label=_("Open to applications until"), required=False, widget=day_input(),
        help_text=_("Whoever the programme is for may apply until this day. Leave it empty to take none."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)

    def clean_groups(self):
        return group_names(self.cleaned_data["groups"])


def group_names(text):
    """Return the names of groups in ``text``, one a line; raise ``ValidationError`` for too many, or too long a one."""
    names = list(dict.fromkeys(filter(None, (line.strip() for line in text.splitlines()))))
    if len(names) > MOST_GROUPS:
        raise forms.ValidationError(_("A cohort has at most %(most)s groups."), params={"most": MOST_GROUPS})
    if any(len(name) > 60 for name in names):
        raise forms.ValidationError(_("The name of a group has at most 60 characters."))
    return names


class CopyForm(forms.Form):
    organiser = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organiser"), empty_label=None)
    title = forms.CharField(label=_("Title"), max_length=200)
    starts_on = forms.DateField(label=_("First day"), widget=day_input())
    quota = forms.IntegerField(label=_("Places"), min_value=1, max_value=10_000)
    class_teacher = forms.ModelChoiceField(Person.objects.none(), label=_("Class teacher"), required=False,
                                           empty_label=_("Not decided yet"))

    def __init__(self, *args, user, cohort, today, **kwargs):
        weeks = max((today - cohort.starts_on).days // 7 + 2, 1)  # the same weekday, two weeks from now or later
        super().__init__(*args, initial={
            "organiser": cohort.organiser_id, "title": cohort.title, "quota": cohort.quota,
            "class_teacher": cohort.class_teacher_id, "starts_on": cohort.starts_on + timedelta(weeks=weeks),
        }, **kwargs)
        self.cohort = cohort
        self.fields["organiser"].queryset = areas_of(user)
        self.fields["class_teacher"].queryset = trainers_for(user)

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if day == self.cohort.starts_on:
            raise forms.ValidationError(_("The earlier class began on this day. Choose another first day."))
        return day
