"""Forms of the exam desk: banks, an exam's settings, and its copy."""

from datetime import timedelta

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.enums import Counting, Release
from courses.models import Course, Exam, QuestionBank
from courses.models.rubric import SETTERS
from lms.people.models import Organisation


def own_organisations(user):
    """Organisations for which the user may set exams and assignments; branches set none."""
    return Organisation.objects.under(*user.scope.paths(*SETTERS)).active().filter(depth__lte=1)


class BankForm(forms.ModelForm):
    class Meta:
        model = QuestionBank
        fields = ["organisation", "title"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = own_organisations(user)


# What a new exam begins with. Of a course it is there to learn by; for classes it is there to count.
FOR_COURSE = {
    "minutes": 30, "attempts_allowed": 3, "counting": Counting.BEST, "pass_percent": 60, "shuffle_options": True,
    "shuffle_questions": False, "one_device": False, "scores_after": Release.HANDED_IN, "answers_after": Release.HANDED_IN,
    "explanations_after": Release.HANDED_IN,
}
FOR_CLASSES = {
    "minutes": 60, "attempts_allowed": 1, "counting": Counting.BEST, "pass_percent": 60, "shuffle_options": True,
    "shuffle_questions": True, "one_device": True, "scores_after": Release.HANDED_IN, "answers_after": Release.CLOSED,
    "explanations_after": Release.CLOSED,
}
GROUPS = (
    ("basics", _("The exam"), ("organisation", "title", "course", "minutes", "pass_percent")),
    ("window", _("When"), ("opens_at", "closes_at")),
    ("attempts", _("Attempts"), ("attempts_allowed", "counting")),
    ("order", _("Order of questions and options"), ("shuffle_questions", "shuffle_options")),
    ("place", _("Where and on what"), ("place", "one_device", "notes_leaving")),
    ("releases", _("What candidates see afterwards"), ("scores_after", "answers_after", "explanations_after")),
    ("marking", _("Marking by people"), ("anonymous_marking", "two_markers", "third_from_percent", "invigilators_key_in")),
)
# No sooner than what stands before: 0 comes first.
SOONNESS = {Release.HANDED_IN: 0, Release.CLOSED: 1, Release.DECIDED: 1, Release.NEVER: 2}


class ExamForm(forms.ModelForm):
    """All settings of an exam, by groups; what a simple exam needs stands in the first one."""

    class Meta:
        model = Exam
        fields = [name for _key, _label, names in GROUPS for name in names]
        labels = {
            "opens_at": _("Begins"), "closes_at": _("Ends"), "minutes": _("Time for each candidate, in minutes"),
            "attempts_allowed": _("How often somebody may try"), "counting": _("Which attempt counts"),
            "shuffle_questions": _("Each candidate gets the questions in another order"),
            "shuffle_options": _("Each candidate gets the options in another order"),
            "place": _("Where the exam can be taken"),
            "one_device": _("An attempt stays on the device it was begun on"),
            "notes_leaving": _("Note when somebody leaves the page"), "scores_after": _("Score, and passed or not"),
            "anonymous_marking": _("Markers see no names"), "two_markers": _("Two people mark each answer"),
            "third_from_percent": _("A third person decides from this difference on, in percent of the points"),
            "invigilators_key_in": _("Invigilators may key in results from paper"),
        }
        help_texts = {
            "title": _("As candidates read it, such as: 居民区党组织书记轮训结业考试."),
            "course": _("Everyone who learns this course may take the exam."),
            "minutes": _("Counted from the start of each candidate, by the server's clock."),
            "pass_percent": _("Percent of the points that are needed to pass. Nothing is rounded up."),
            "opens_at": _("Nobody can begin earlier. Leave it empty to let people begin as soon as the exam is open."),
            "closes_at": _("Whatever is under way ends then, except for those with extra time. Leave it empty for no end."),
            "attempts_allowed": _("1 for a final exam; 2 or 3 where people learn by trying."),
            "counting": _("Only matters when somebody may try more than once."),
            "shuffle_questions": _("Makes it hard to copy from a neighbour. Leave it off when questions build on each other."),
            "shuffle_options": _("A, B and C are different for each. Leave it off when an option speaks of another one."),
            "place": _("The code on the room's screen changes every few seconds, so that it cannot be passed on."),
            "one_device": _("Going on elsewhere needs the invigilator. Keeps two people from writing one paper."),
            "notes_leaving": _("The invigilator sees who left and for how long. Candidates are told beforehand."),
            "scores_after": _("The moment from which candidates see their score."),
            "answers_after": _("Never sooner than the score. With “as soon as it is marked”, those who still sit can be told."),
            "explanations_after": _("Never sooner than the score."),
            "anonymous_marking": _("Answers are shown to markers without the name and organisation of who wrote them."),
            "two_markers": _("Each marks without seeing the other's points; when they are close, the average counts."),
            "third_from_percent": _("Only matters when two people mark. 25: from a quarter of the points apart."),
            "invigilators_key_in": _(
                "Besides those who set the exam up. Nobody keys in their own paper, and each paper is recorded."),
        }
        widgets = {"counting": forms.RadioSelect, "place": forms.RadioSelect}

    def __init__(self, *args, user, for_course=False, **kwargs):
        """``for_course`` says which defaults a new exam begins with; one that exists knows it."""
        super().__init__(*args, **kwargs)
        self.for_course = bool(self.instance.course_id) if self.instance.pk else for_course
        self.fields["organisation"].queryset = own_organisations(user)
        if self.for_course:
            self.fields["course"].queryset = Course.objects.filter(
                Q(pk__in=Course.objects.listed_for(user)) | Q(pk=self.instance.course_id)
            )
            self.fields["course"].required = True
        else:
            del self.fields["course"]
        if self.instance.pk:
            del self.fields["organisation"]
        else:
            self.initial = (FOR_COURSE if self.for_course else FOR_CLASSES) | (kwargs.get("initial") or {})
            top = self.fields["organisation"].queryset.order_by("depth", "path").first()
            self.initial.setdefault("organisation", top and top.pk)
        for name, least, most in (("minutes", 1, 300), ("pass_percent", 1, 100), ("attempts_allowed", 1, 20),
                                  ("third_from_percent", 1, 100)):
            self.fields[name].widget.attrs.update(min=least, max=most)

    def _post_clean(self):
        """Leave the row alone: the action writes it."""

    def groups(self):
        """Return ``[{"key", "label", "fields", "open"}]``: all but the first are folded unless something in them is wrong."""
        found = []
        for key, label, names in GROUPS:
            fields = [self[name] for name in names if name in self.fields]
            found.append({
                "key": key, "label": label, "fields": fields, "folded": key not in ("basics", "window"),
                "open": any(field.errors for field in fields) or (bool(self.instance.pk) and not self.is_bound),
            })
        return found

    def clean_title(self):
        return self.cleaned_data["title"].strip()

    def clean_minutes(self):
        return self._between("minutes", 1, 300)

    def clean_pass_percent(self):
        return self._between("pass_percent", 1, 100)

    def clean_attempts_allowed(self):
        return self._between("attempts_allowed", 1, 20)

    def clean_third_from_percent(self):
        return self._between("third_from_percent", 1, 100)

    def _between(self, name, least, most):
        value = self.cleaned_data[name]
        if value is None or not least <= value <= most:
            raise forms.ValidationError(_("Give a number from %(least)s to %(most)s."), params={"least": least, "most": most})
        return value

    def clean(self):
        data = super().clean()
        opens, closes, minutes = data.get("opens_at"), data.get("closes_at"), data.get("minutes")
        if opens and closes and opens >= closes:
            self.add_error("closes_at", _("The end lies before the beginning. Give a later end."))
        elif opens and closes and minutes and closes - opens < timedelta(minutes=minutes):
            between = int((closes - opens).total_seconds() // 60)
            self.add_error("closes_at", forms.ValidationError(_(
                "Between beginning and end lie %(between)s minutes, and each candidate has %(minutes)s. Give a later end, or "
                "less time to each."
            ), params={"between": between, "minutes": minutes}))
        elif closes and "closes_at" in self.changed_data and closes <= timezone.now():
            self.add_error("closes_at", _("This end lies in the past. Give a later one, or leave it empty."))
        self._check_releases(data)
        return data

    def _check_releases(self, data):
        score = data.get("scores_after")
        for name in ("answers_after", "explanations_after"):
            after = data.get(name)
            if score and after and SOONNESS[after] < SOONNESS[score]:
                self.add_error(name, _(
                    "This would come before the score. Choose the same moment as for the score, or a later one."
                ))


class DuplicateForm(forms.Form):
    """What is different in the exam of the next class."""

    title = forms.CharField(label=_("Title of the copy"), max_length=200)
    opens_at = forms.DateTimeField(label=_("Begins"), required=False, widget=forms.DateTimeInput)
    closes_at = forms.DateTimeField(label=_("Ends"), required=False, widget=forms.DateTimeInput)
    with_invigilators = forms.BooleanField(label=_("The same people watch over it"), required=False, initial=True)

    def clean(self):
        data = super().clean()
        if data.get("opens_at") and data.get("closes_at") and data["opens_at"] >= data["closes_at"]:
            self.add_error("closes_at", _("The end lies before the beginning. Give a later end."))
        return data
