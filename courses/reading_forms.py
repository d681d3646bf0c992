"""Forms of the lesson's page: notes, questions and their answers, and what a phone sends of its time without a network."""

from django import forms
from django.utils.translation import gettext_lazy as _

# A field as long as the longest film anyone teaches with: a day.
LONGEST = 24 * 3600


class NoteForm(forms.Form):
    text = forms.CharField(label=_("My note"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    medium = forms.CharField(max_length=80, required=False)
    second = forms.IntegerField(min_value=0, max_value=LONGEST, required=False)


class NoteTextForm(forms.Form):
    text = forms.CharField(label=_("My note"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6}))


class QuestionForm(forms.Form):
    text = forms.CharField(label=_("Your question"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(forms.Form):
    text = forms.CharField(label=_("Answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
    publish = forms.BooleanField(
        label=_("Show question and answer to all readers of the lesson"), required=False,
        help_text=_("The asker is not named. Take out of the wording below what would tell who it was."),
    )
    public_text = forms.CharField(
        label=_("Question as all readers see it"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, again=False, **kwargs):
        """With ``again`` it is not the first answer, and whether it is published is decided elsewhere on the page."""
        super().__init__(*args, **kwargs)
        if again:
            del self.fields["publish"], self.fields["public_text"]

    def clean(self):
        data = super().clean()
        if data.get("publish") and not data.get("public_text", "").strip():
            self.add_error("public_text", _("Write the question as all readers shall see it."))
        return data

    def published_wording(self):
        return self.cleaned_data["public_text"] if self.cleaned_data.get("publish") else ""


class WordingForm(forms.Form):
    public_text = forms.CharField(
        label=_("Question as all readers see it"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
    )


class ActForm(forms.Form):
    lesson = forms.UUIDField()
    act = forms.UUIDField()
    age = forms.IntegerField(min_value=0, max_value=10**9)
