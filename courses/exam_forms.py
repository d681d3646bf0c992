"""Forms of the exam desk: banks, an exam's rules and its paper."""

from django import forms
from django.utils.translation import gettext_lazy as _

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
        self.fields["organisation"].queryset = own_organisations(user)
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
