"""Forms of points."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cohorts.models import PointRule
from cohorts.plan_forms import RowForm, day_input, limit
from cohorts.queries.candidates import areas_of
from lms.people.enums import Role


class PointRuleForm(RowForm):
    class Meta:
        model = PointRule
        fields = ["organisation", "source", "points", "cap_month", "cap_year", "valid_from", "valid_until", "lasts_years"]
        widgets = {"valid_from": day_input(), "valid_until": day_input()}
        labels = {
            "organisation": _("For organisations at and below"), "source": _("For what"),
            "points": pgettext_lazy("members", "Points"),
            "cap_month": _("At most a month"), "cap_year": _("At most a year"), "valid_from": _("Counts from"),
            "valid_until": _("Counts until"), "lasts_years": _("Years that points last after their own"),
        }
        help_texts = {
            "points": _("Of points by hand: the most at once."), "cap_month": _("Empty: no limit."),
            "cap_year": _("Empty: no limit."), "valid_until": _("Empty: until it is ended."),
            "lasts_years": _("0: they expire with the year in which they were earned."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = areas_of(user, Role.SUBDISTRICT, Role.DISTRICT)
        self.fields["organisation"].empty_label = None
        self.fields["valid_from"].initial = timezone.localdate().replace(month=1, day=1)
        limit(self.fields["points"], least=1, most=1000)
        limit(self.fields["cap_month"], least=0, most=10_000)
        limit(self.fields["cap_year"], least=0, most=10_000)
        limit(self.fields["lasts_years"], least=0, most=20)

    def clean(self):
        data = super().clean()
        if data.get("valid_until") and data.get("valid_from") and data["valid_until"] < data["valid_from"]:
            self.add_error("valid_until", _("It cannot end before it began."))
        return data


class EndRuleForm(forms.Form):
    until = forms.DateField(label=_("Last day"), widget=day_input(), initial=timezone.localdate)


class EnterForm(forms.Form):
    points = forms.IntegerField(label=pgettext_lazy("members", "Points"), min_value=1, max_value=1000)
    on_date = forms.DateField(label=_("Date"), widget=day_input(), initial=timezone.localdate)
    reason = forms.CharField(label=_("Reason"), max_length=200)


class AppealForm(forms.Form):
    words = forms.CharField(label=_("What is wrong"), max_length=300, widget=forms.Textarea(attrs={"rows": 4}))


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("Reason"), max_length=200)
    points = forms.IntegerField(label=_("Points it should be"), min_value=0, max_value=1000, required=False,
                                help_text=_("Only to correct the entry; 0 takes it back."))
