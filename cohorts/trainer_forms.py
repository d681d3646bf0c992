"""Forms of trainers: what they teach, when they are away, why they decline, and who takes over."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import TrainerProfile
from cohorts.plan_forms import RowForm, day_input, limit
from cohorts.queries.candidates import trainers_for
from cohorts.session_forms import time_input


class ProfileForm(RowForm):
    class Meta:
        model = TrainerProfile
        fields = ["subjects", "sessions_a_week"]
        help_texts = {"subjects": _("With commas between them: party history, organisation work, …")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        limit(self.fields["sessions_a_week"], least=0, most=50)


class AbsenceForm(forms.Form):
    """Whole days, unless times are given."""

    first = forms.DateField(label=_("First day"), widget=day_input())
    start = forms.TimeField(label=_("From what time"), widget=time_input(), required=False,
                            help_text=_("Leave both times empty for whole days."))
    last = forms.DateField(label=_("Last day"), widget=day_input(), required=False, help_text=_("Leave it empty for one day."))
    end = forms.TimeField(label=_("Until what time"), widget=time_input(), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    field_order = ["first", "last", "start", "end", "reason"]

    def values(self):
        """Return the arguments for ``add_absence``."""
        data = self.cleaned_data
        last = data["last"] or data["first"]
        ends = datetime.combine(last, data["end"]) if data["end"] else datetime.combine(last + timedelta(days=1), time.min)
        return {
            "starts_at": timezone.make_aware(datetime.combine(data["first"], data["start"] or time.min)),
            "ends_at": timezone.make_aware(ends), "reason": data["reason"],
        }


class DeclineForm(forms.Form):
    reason = forms.CharField(label=_("Another reason"), max_length=200)


class SubstituteForm(forms.Form):
    trainer = forms.ModelChoiceField(None, label=_("Who teaches instead"))
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args, user, session, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["trainer"].queryset = trainers_for(user).exclude(pk=session.trainer_id)
