"""Forms of nudges: the text and to whom, texts kept for later, the limits."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from cohorts.actions.nudges import check_text
from cohorts.enums import NudgeAbout, NudgeTo
from cohorts.models import NudgeTemplate
from cohorts.nudge_words import PLACEHOLDER_LABELS, USUAL
from cohorts.plan_forms import RowForm
from cohorts.queries.candidates import areas_of
from lms.notices.enums import Channel
from lms.people.enums import Role


def placeholder_help():
    return format_html_join(" · ", "<code>{{{}}}</code> {}", PLACEHOLDER_LABELS.items())


class TextMixin:
    def clean_text(self):
        text = self.cleaned_data["text"]
        try:
            check_text(text)
        except ValidationError as error:
            raise forms.ValidationError(error.messages) from error
        return text


class NudgeForm(TextMixin, forms.Form):
    to = forms.ChoiceField(label=_("To whom"), choices=NudgeTo, widget=forms.RadioSelect, initial=NudgeTo.PERSON)
    template = forms.ModelChoiceField(NudgeTemplate.objects.none(), label=_("Kept text"), required=False,
                                      empty_label=_("The usual text"))
    text = forms.CharField(label=_("Text"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))
    channels = forms.MultipleChoiceField(
        label=_("Besides the notice in the system"), choices=Channel, required=False, widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, user, about, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = NudgeTemplate.objects.visible_to(user).in_use().filter(about=about)
        self.fields["text"].help_text = placeholder_help()
        if about == NudgeAbout.FILING:
            self.fields["to"].choices = [(NudgeTo.LIAISON.value, NudgeTo.LIAISON.label)]
            self.fields["to"].initial = NudgeTo.LIAISON


def usual_text(about):
    return str(USUAL[about])


class TemplateForm(TextMixin, RowForm):
    class Meta:
        model = NudgeTemplate
        fields = ["organisation", "about", "title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        labels = {"organisation": _("For organisations below"), "about": _("What it is about"), "title": _("Title"),
                  "text": _("Text")}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = placeholder_help()
        if self.instance.pk:
            del self.fields["organisation"], self.fields["about"]
        else:
            self.fields["organisation"].queryset = areas_of(user, Role.SUBDISTRICT, Role.DISTRICT)
            self.fields["organisation"].empty_label = None


class LimitForm(forms.Form):
    """A number of days for everything that can be nudged about; 0 sets no limit."""

    def __init__(self, *args, days, **kwargs):
        super().__init__(*args, **kwargs)
        for about in NudgeAbout:
            self.fields[about.value] = forms.IntegerField(
                label=about.label, min_value=0, max_value=365, initial=days[about.value],
            )
