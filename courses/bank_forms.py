"""What of a bank is shown, and the upload of a file into it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.enums import Difficulty, QuestionKind, QuestionState
from courses.models import Question
from courses.question_files.formats import FORMATS
from courses.rules.questions import LONGEST
from courses.rules.similar import folded


class BankFilter(forms.Form):
    """What of a bank is shown."""

    q = forms.CharField(label=_("Words of the question"), required=False, max_length=100,
                        widget=forms.TextInput(attrs={"type": "search"}))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *QuestionKind.choices], required=False)
    difficulty = forms.ChoiceField(label=_("Difficulty"), choices=[("", _("All")), *Difficulty.choices], required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    tag = forms.CharField(label=_("Tag"), required=False, max_length=LONGEST["tag"])
    author = forms.ChoiceField(label=_("Written by"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("In use and drafts")), *QuestionState.choices], required=False)

    def __init__(self, *args, themes, authors, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [("", _("All")), *((theme, theme) for theme in themes)]
        self.fields["author"].choices = [("", _("All")), *authors]

    def _chosen(self):
        return self.cleaned_data if self.is_valid() else {}

    def is_used(self):
        return any(self._chosen().values())

    def narrow(self, rows):
        """Return what of the newest versions is asked for; retired ones only when they are."""
        chosen = self._chosen()
        for word in [folded(word) for word in chosen.get("q", "").split()[:6]]:
            rows = rows.filter(folded__contains=word)
        if chosen.get("author"):
            rows = rows.filter(lineage__in=Question.objects.begun_by(chosen["author"]))
        rows = rows.filter(state=chosen["state"]) if chosen.get("state") else rows.exclude(state=QuestionState.RETIRED)
        if chosen.get("tag"):
            rows = rows.filter(tags__contains=f"、{chosen['tag'].strip()}、")
        for name in ("kind", "difficulty", "theme"):
            if chosen.get(name):
                rows = rows.filter(**{name: chosen[name]})
        return rows


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File of questions"),
        help_text=_("A workbook (.xlsx), a Word document (.docx), GIFT, Aiken, Moodle XML, or QTI 2.1 and 2.2. Nothing is taken "
                    "before you have seen the preview."),
    )
    file_format = forms.ChoiceField(
        label=_("Format"), choices=[("", _("Told by the file")), *FORMATS.items()], required=False)
