"""Forms of leave, make-ups and the rules of attendance."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cohorts.enums import LeaveKind
from cohorts.models import AttendancePolicy
from cohorts.plan_forms import day_input
from cohorts.rules.leave import within
from lms.proofs import checked_proof


class LeaveForm(forms.Form):
    sessions = forms.TypedMultipleChoiceField(
        label=_("Sessions you cannot attend"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    first_day = forms.DateField(
        label=_("Or all sessions from"), required=False, widget=day_input(),
        help_text=_("For several days, this is quicker than ticking sessions."),
    )
    last_day = forms.DateField(label=_("until, that day included"), required=False, widget=day_input())
    kind = forms.ChoiceField(label=_("Why"), choices=LeaveKind, widget=forms.RadioSelect)
    text = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    proof = forms.FileField(
        label=_("Certificate"), required=False,
        help_text=_("A photo or a PDF, up to 10 MB. Only who decides can open it."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*,application/pdf"}),
    )

    def __init__(self, *args, meetings, **kwargs):
        """``meetings`` are the coming sessions, as ``rules.leave.Meeting``."""
        super().__init__(*args, **kwargs)
        self.meetings = meetings
        self.fields["sessions"].choices = [
            (meeting.pk, f"{meeting.starts_at:%m-%d %H:%M}–{meeting.ends_at:%H:%M} {meeting.title}") for meeting in meetings
        ]

    def clean_proof(self):
        upload = self.cleaned_data["proof"]
        return checked_proof(upload) if upload else None

    def clean(self):
        data = super().clean()
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day lies before the first. Choose a later last day."))
        elif first or last:
            data["sessions"] = sorted(
                {*data.get("sessions", []), *within(self.meetings, first or last, last or first)}
            )
        if not data.get("sessions") and not self.errors:
            self.add_error("sessions", _("Tick the sessions that you cannot attend, or give the days."))
        return data

    def values(self):
        """Return the arguments for ``apply_for_leave``."""
        data = self.cleaned_data
        return {"sessions": set(data["sessions"]), "kind": data["kind"], "text": data["text"].strip(), "proof": data["proof"]}


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer"), max_length=200, required=False, help_text=_("The person reads it. Needed when you decline.")
    )


class LessonsForm(forms.Form):
    lessons = forms.TypedMultipleChoiceField(label=_("Lessons"), coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, lessons, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lessons"].choices = [
            (lesson.pk, " · ".join(filter(None, [
                lesson.title, lesson.course.title if lesson.course else "",
                ngettext("%(count)d minute", "%(count)d minutes", lesson.minutes) % {"count": lesson.minutes},
            ]))) for lesson in lessons
        ]


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Your note"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What you learned, and what you will do with it in your branch. A few sentences are enough."),
    )


class PolicyForm(forms.ModelForm):
    """The values of a new version; the action writes it."""

    class Meta:
        model = AttendancePolicy
        fields = [
            "from_on", "opens_before", "late_after", "absent_after", "lates_per_absence", "by_half_day", "second_call",
            "code_seconds", "leave_teacher_half_days", "leave_school_half_days", "leave_most_percent",
        ]
        widgets = {"from_on": day_input()}
        labels = {"from_on": _("They hold from")}
        help_texts = {
            "from_on": _("Sessions of that day and later go by these rules; earlier ones stay as they were judged."),
            "by_half_day": _("The sessions of one morning, or of one afternoon, count as one. Afternoon begins at 12:30."),
            "leave_school_half_days": _("A longer leave is decided by the organisation department."),
        }

    LIMITS = {
        "code_seconds": (5, 60), "opens_before": (0, 240), "late_after": (0, 120), "absent_after": (0, 480),
        "lates_per_absence": (0, 20), "leave_teacher_half_days": (0, 60), "leave_school_half_days": (0, 200),
        "leave_most_percent": (0, 100),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (least, most) in self.LIMITS.items():
            field = self.fields[name]
            self.fields[name] = forms.IntegerField(
                label=field.label, help_text=field.help_text, min_value=least, max_value=most, initial=field.initial
            )
        self.fields["from_on"].initial = timezone.localdate()

    def clean_from_on(self):
        day = self.cleaned_data["from_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Rules cannot begin in the past. Choose today or a later day."))
        return day

    def clean(self):
        data = super().clean()
        if data.get("leave_school_half_days", 0) < data.get("leave_teacher_half_days", 0):
            self.add_error("leave_school_half_days", _("The school decides at least what the class teacher decides."))
        if 0 < data.get("absent_after", 0) <= data.get("late_after", 0):
            self.add_error("absent_after", _("Nobody would ever be late: choose more minutes than those of being late."))
        return data

    def _post_clean(self):
        pass
