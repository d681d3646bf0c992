"""Forms of surveys: the questionnaire at the desk, and the answers on a phone."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.enums import SurveyKind
from cohorts.models import SurveyTemplate
from cohorts.plan_forms import RowForm
from cohorts.queries.candidates import areas_of
from cohorts.rules.surveys import (
    CHOICE,
    LONGEST_ANSWER,
    MOST_QUESTIONS,
    SCALE,
    STEPS,
    TEXT,
    Question,
    faults_of,
    questions_of,
)
from cohorts.survey_words import STEP_WORDS
from lms.people.enums import Role

BLANK_ROWS = 2


class TemplateForm(RowForm):
    class Meta:
        model = SurveyTemplate
        fields = ["organisation", "title", "about"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["organisation"], self.fields["about"]
        else:
            self.fields["organisation"].queryset = areas_of(user, Role.SUBDISTRICT, Role.DISTRICT)
            self.fields["organisation"].empty_label = None


class QuestionForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=8)
    text = forms.CharField(label=_("Question"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Answered by"), choices=SurveyKind, required=False, initial=SurveyKind.SCALE)
    options = forms.CharField(
        label=_("Answers to choose from, one a line"), required=False, max_length=800,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    required = forms.BooleanField(label=_("Must be answered"), required=False)
    remove = forms.BooleanField(label=_("Remove"), required=False)

    def clean(self):
        data = super().clean()
        if data.get("remove"):
            return data
        if not data.get("text"):
            if data.get("options"):
                self.add_error("text", _("Write the question, or empty the row."))
            return data
        if self.errors:  # an answer of no kind, say
            return data
        asked = self.question("q")
        if asked.kind == CHOICE and any(code == "options" for _place, code in faults_of([asked])):
            self.add_error("options", _("Give two to eight different answers, one a line."))
        return data

    def question(self, key):
        data = self.cleaned_data
        options = [line.strip() for line in data["options"].splitlines() if line.strip()] if data["kind"] == CHOICE else []
        return Question(key, data["kind"] or SCALE, data["text"], tuple(options), data["required"])


class QuestionRows(forms.BaseFormSet):
    """The questions of a questionnaire, and some blank rows below them."""

    def clean(self):
        if not any(self.errors) and not self.questions():
            raise forms.ValidationError(_("Write at least one question."))

    def questions(self):
        """Return the questions that are to be kept, in order; a new one gets a key of its own."""
        kept = [form for form in self.forms if (data := getattr(form, "cleaned_data", None)) and data.get("text")
                and not data["remove"]]
        known = {form.cleaned_data["key"] for form in kept}
        free = (key for number in range(1, 100) if (key := f"q{number}") not in known)
        return [form.question(form.cleaned_data["key"] or next(free)) for form in kept]


QuestionFormSet = forms.formset_factory(
    QuestionForm, formset=QuestionRows, extra=BLANK_ROWS, max_num=MOST_QUESTIONS, absolute_max=MOST_QUESTIONS + BLANK_ROWS
)


def rows_of(template):
    """Return the initial rows of the form: the questions of a questionnaire."""
    return [
        {"key": one.key, "text": one.text, "kind": one.kind, "options": "\n".join(one.options), "required": one.required}
        for one in questions_of(template.questions)
    ]


class AnswerForm(forms.Form):
    """The questions of one survey. Reading the answers is the action's work; the form shows, and says what is missing."""

    def __init__(self, *args, survey, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = questions_of(survey.questions)
        for one in self.questions:
            self.fields[one.key] = _field(one)

    def rows(self):
        """Return pairs of question and bound field, in order."""
        return [(one, self[one.key]) for one in self.questions]


def _field(question):
    required = question.required and question.kind != TEXT
    if question.kind == TEXT:
        return forms.CharField(
            label=question.text, required=False, max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 4}),
        )
    choices = (
        [(str(step), STEP_WORDS[step]) for step in reversed(STEPS)] if question.kind == SCALE
        else [(str(place), option) for place, option in enumerate(question.options)]
    )
    return forms.ChoiceField(
        label=question.text, required=required, choices=choices, widget=forms.RadioSelect,
        error_messages={"required": _("Please choose an answer.")},
    )
