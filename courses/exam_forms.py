"""Forms of the exam desk: banks, questions, an exam's rules and its paper."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.enums import QuestionKind
from courses.models import Course, Exam, QuestionBank
from courses.permissions import SETTERS
from courses.rules.paper import LETTERS
from lms.people.models import Organisation


def _own_organisations(user):
    """Organisations for which the user may set exams; branches set none."""
    return Organisation.objects.under(*user.scope.paths(*SETTERS)).active().filter(depth__lte=1)


class BankForm(forms.ModelForm):
    class Meta:
        model = QuestionBank
        fields = ["organisation", "title"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = _own_organisations(user)


class ExamForm(forms.ModelForm):
    class Meta:
        model = Exam
        fields = ["organisation", "title", "course", "minutes", "pass_percent", "attempts_allowed"]
        help_texts = {
            "course": _(
                "With a course the exam is open to everyone who learns it; without one, to the classes that ask for it."
            ),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = _own_organisations(user)
        self.fields["course"].queryset = Course.objects.active()
        if self.instance.pk:
            del self.fields["organisation"]
        for name, least, most in (("minutes", 1, 300), ("pass_percent", 1, 100), ("attempts_allowed", 1, 20)):
            self.fields[name].widget.attrs.update(min=least, max=most)

    def clean_minutes(self):
        return self._at_least_one("minutes", 300)

    def clean_pass_percent(self):
        return self._at_least_one("pass_percent", 100)

    def clean_attempts_allowed(self):
        return self._at_least_one("attempts_allowed", 20)

    def _at_least_one(self, name, most):
        value = self.cleaned_data[name]
        if not 1 <= value <= most:
            raise forms.ValidationError(_("Give a number from 1 to %(most)s."), params={"most": most})
        return value


class QuestionForm(forms.Form):
    """A question on one page without scripts: six places for options, a tick at each right one."""

    kind = forms.ChoiceField(label=_("Kind"), choices=QuestionKind, widget=forms.RadioSelect, initial="single")
    stem = forms.CharField(label=_("Question"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    truth = forms.ChoiceField(
        label=_("The statement is"), choices=[("true", _("True")), ("false", _("False"))], widget=forms.RadioSelect,
        required=False, help_text=_("Only for “True or false”."),
    )
    explanation = forms.CharField(
        label=_("Explanation"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, required=False,
        help_text=_("For colleagues. Trainees do not see it."),
    )

    def __init__(self, *args, question=None, **kwargs):
        if question is not None:
            kwargs["initial"] = self._initial_of(question)
        super().__init__(*args, **kwargs)
        for letter in LETTERS:
            self.fields[f"text_{letter}"] = forms.CharField(
                label=_("Option %(letter)s") % {"letter": letter.upper()}, max_length=300, required=False
            )
            self.fields[f"right_{letter}"] = forms.BooleanField(label=_("Right answer"), required=False)

    @staticmethod
    def _initial_of(question):
        initial = {"kind": question.kind, "stem": question.stem, "explanation": question.explanation}
        if question.kind == QuestionKind.TRUE_FALSE:
            initial["truth"] = question.key[0]
        for option in question.options:
            initial[f"text_{option['id']}"] = option["text"]
            initial[f"right_{option['id']}"] = option["id"] in question.key
        return initial

    def option_rows(self):
        return [(letter.upper(), self[f"text_{letter}"], self[f"right_{letter}"]) for letter in LETTERS]

    def content(self):
        """Return the cleaned question as the keyword arguments of ``courses.actions.questions``."""
        data = self.cleaned_data
        if data["kind"] == QuestionKind.TRUE_FALSE:
            options, key = [], [data["truth"]] if data["truth"] else []
        else:
            options = [{"id": letter, "text": data[f"text_{letter}"]} for letter in LETTERS]
            key = [letter for letter in LETTERS if data[f"right_{letter}"]]
        return {
            "kind": data["kind"], "stem": data["stem"], "options": options, "key": key,
            "explanation": data["explanation"],
        }


class PaperForm(forms.Form):
    """Points for each question of the banks one sees; an empty place leaves the question off the paper."""

    def __init__(self, *args, questions, points, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[f"points_{question.pk}"] = forms.IntegerField(
                label=_("Points"), required=False, min_value=0, max_value=100, initial=points.get(question.pk)
            )

    def rows(self):
        return [(question, self[f"points_{question.pk}"]) for question in self.questions]

    def items(self):
        given = [(question, self.cleaned_data.get(f"points_{question.pk}")) for question in self.questions]
        return [(question, points) for question, points in given if points]
