"""Forms of the paper builder: looking for questions, rules, rubrics."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.actions.paper_setup import MOST_POINTS
from courses.enums import Difficulty, QuestionKind
from courses.models import PaperRule, Question, QuestionBank
from courses.rules import rubric as rubrics

MOST_THEMES = 200
CRITERIA = 8


def themes_of(banks):
    """Return the themes of the newest questions of ``banks``, each once."""
    rows = Question.objects.for_papers().filter(bank__in=banks).exclude(theme="")
    return list(rows.order_by("theme").values_list("theme", flat=True).distinct()[:MOST_THEMES])


class QuestionFilter(forms.Form):
    """Which questions of all the banks that one sees."""

    q = forms.CharField(label=_("Words of the question"), required=False, max_length=100,
                        widget=forms.TextInput(attrs={"type": "search"}))
    bank = forms.ModelChoiceField(label=_("Question bank"), queryset=QuestionBank.objects.none(), required=False,
                                  empty_label=_("All"))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *QuestionKind.choices], required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    tag = forms.CharField(label=_("Tag"), required=False, max_length=40)
    difficulty = forms.ChoiceField(label=_("Difficulty"), choices=[("", _("All")), *Difficulty.choices], required=False)

    def __init__(self, *args, banks, themes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bank"].queryset = banks
        self.fields["theme"].choices = [("", _("All")), *((theme, theme) for theme in themes)]

    def _chosen(self):
        return self.cleaned_data if self.is_valid() else {}

    def is_used(self):
        return any(self._chosen().values())

    def narrow(self, rows):
        chosen = self._chosen()
        if chosen.get("q"):
            rows = rows.filter(stem__icontains=chosen["q"].strip())
        if chosen.get("tag"):
            rows = rows.filter(tags__contains=f"、{chosen['tag'].strip()}、")
        for name in ("bank", "kind", "theme", "difficulty"):
            if chosen.get(name):
                rows = rows.filter(**{name: chosen[name]})
        return rows


class PointsForm(forms.Form):
    points = forms.IntegerField(label=_("Points each"), min_value=1, max_value=MOST_POINTS, initial=5)


class RuleForm(forms.ModelForm):
    """So many questions of a bank; the number it has is counted as the form changes."""

    class Meta:
        model = PaperRule
        fields = ["bank", "count", "kind", "theme", "tag", "difficulty", "points"]
        labels = {"count": _("How many questions")}
        help_texts = {
            "bank": _("Each candidate gets others of its questions."), "kind": _("Leave empty for any."),
            "theme": _("Leave empty for any."), "tag": _("One tag, as it stands at the questions. Leave empty for any."),
        }

    theme = forms.ChoiceField(label=_("Theme"), required=False, help_text=_("Leave empty for any."))

    def __init__(self, *args, banks, themes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bank"].queryset = banks
        own = [self.instance.theme] if self.instance.theme and self.instance.theme not in themes else []
        self.fields["theme"].choices = [("", _("Any")), *((theme, theme) for theme in [*own, *themes])]
        for name in ("kind", "difficulty"):
            self.fields[name].choices = [("", _("Any")), *(
                QuestionKind.choices if name == "kind" else Difficulty.choices)]

    def clean_tag(self):
        return self.cleaned_data["tag"].strip().strip("、")

    def described(self):
        """Return the rule as far as it can be read, to count its questions; None without a bank."""
        self.is_valid()
        data = self.cleaned_data if hasattr(self, "cleaned_data") else {}
        if not data.get("bank"):
            return None
        return PaperRule(
            bank=data["bank"], kind=data.get("kind") or "", theme=data.get("theme") or "", tag=data.get("tag") or "",
            difficulty=data.get("difficulty") or None, count=data.get("count") or 1,
        )


class RubricForm(forms.Form):
    """Criteria of one question; of a case also which sub-question each is for. Empty lines are left out.

    ``taken`` are criteria to begin with instead of those that the question has.
    """

    def __init__(self, *args, row, taken=None, **kwargs):
        self.row, self.content = row, row.question.content
        self.due = rubrics.wanted(self.content, row.points)
        super().__init__(*args, **kwargs)
        begun = row.rubric if taken is None else taken
        written = [*begun, *[{}] * (CRITERIA - len(begun))]
        self.numbers = range(1, max(CRITERIA, len(begun) + 2) + 1)
        for number, line in zip(self.numbers, [*written, {}, {}], strict=False):
            if self.content.kind == "case":
                self.fields[f"part_{number}"] = forms.TypedChoiceField(
                    label=_("For"), coerce=int, required=False, initial=line.get("part"), empty_value=None,
                    choices=[("", "—"), *((part, f"({part})") for part in self.due)],
                )
            self.fields[f"title_{number}"] = forms.CharField(
                label=_("Criterion"), max_length=120, required=False, initial=line.get("title"))
            self.fields[f"points_{number}"] = forms.IntegerField(
                label=_("Points"), min_value=1, max_value=MOST_POINTS, required=False, initial=line.get("points"))
            self.fields[f"hint_{number}"] = forms.CharField(
                label=_("What earns them"), max_length=300, required=False, initial=line.get("hint"))

    def lines(self):
        names = ("part", "title", "points", "hint")
        return [
            [self[f"{name}_{number}"] for name in names if f"{name}_{number}" in self.fields] for number in self.numbers
        ]

    def clean(self):
        data = super().clean()
        self.rubric = []
        for number in self.numbers:
            title, points = (data.get(f"title_{number}") or "").strip(), data.get(f"points_{number}")
            part, hint = data.get(f"part_{number}"), (data.get(f"hint_{number}") or "").strip()
            if not (title or points or hint):
                continue
            if not title:
                self.add_error(f"title_{number}", _("Name the criterion, or clear the whole line."))
            if not points and f"points_{number}" not in self.errors:
                self.add_error(f"points_{number}", _("Give the points of this criterion."))
            if self.content.kind == "case" and part is None:
                self.add_error(f"part_{number}", _("Choose the sub-question that it is for."))
            self.rubric.append({
                "title": title, "points": points or 0, "hint": hint, **({"part": part} if part else {}),
            })
        if not self.errors:
            for part, given, due in rubrics.off(self.rubric, self.content, self.row.points):
                self.add_error(None, forms.ValidationError(
                    _("The criteria of sub-question %(part)s add up to %(given)s points; it has %(due)s.") if part else
                    _("The criteria add up to %(given)s points; the question has %(due)s."),
                    params={"part": part, "given": given, "due": due},
                ))
        return data
