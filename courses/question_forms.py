"""A question on one page without scripts: what all kinds share, and the places that its own kind has."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.enums import Difficulty, QuestionKind
from courses.question_files.formats import FORMATS
from courses.rules.question_lines import accepted_line, accepted_of, matched, ordered, split_tags
from courses.rules.questions import BLANK, BY_PEOPLE, CHOICES, LETTERS, LONGEST, POLICIES, Content, Option

SHARED = ("theme", "author", "source", "licence")
LEAST_ROWS, SPARE_ROWS = 6, 2
MOST_BLANKS = 10
POLICY_NAMES = {
    "all": _("All points when all is right, otherwise none"),
    "half": _("Half of the points when some right options are missing and none is wrong"),
    "share": _("A share of the points for each part that is right; nothing when a wrong option is chosen"),
    "weights": _("By the weights that came with the question"),
}


def numbered(count):
    return LETTERS[:count]


class BankFilter(forms.Form):
    """What of a bank is shown."""

    q = forms.CharField(label=_("Words of the question"), required=False, max_length=100,
                        widget=forms.TextInput(attrs={"type": "search"}))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *QuestionKind.choices], required=False)
    difficulty = forms.ChoiceField(label=_("Difficulty"), choices=[("", _("All")), *Difficulty.choices], required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    tag = forms.CharField(label=_("Tag"), required=False, max_length=LONGEST["tag"])

    def __init__(self, *args, themes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [("", _("All")), *((theme, theme) for theme in themes)]

    def _chosen(self):
        return self.cleaned_data if self.is_valid() else {}

    def is_used(self):
        return any(self._chosen().values())

    def narrow(self, rows):
        chosen = self._chosen()
        if chosen.get("q"):
            rows = rows.filter(stem__icontains=chosen["q"])
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


class QuestionForm(forms.Form):
    """The form of one kind; :meth:`content` is the question as it was written."""

    kind = forms.ChoiceField(choices=QuestionKind, widget=forms.HiddenInput)
    stem = forms.CharField(label=_("Question"), widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST["stem"])
    new_media = forms.FileField(
        label=_("Picture, sound or film"), required=False,
        help_text=_("Shown below the question. Leave empty to keep what is there."),
    )

    def __init__(self, *args, kind, question=None, **kwargs):
        self.written = question.content if question is not None else Content(kind=kind, stem="")
        self.question_kind = kind
        kwargs["initial"] = {**_initial(self.written), "kind": kind, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        if kind == "fill_in":
            self.fields["stem"].help_text = _("Write three underscores, ___, where a blank is.")
        if self.written.media:
            self.fields["drop_media"] = forms.BooleanField(label=_("Show no picture or sound any more"), required=False)
        getattr(self, f"_add_{kind}", self._add_none)()
        self._add_shared()

    # Places ------------------------------------------------------------------------------------------------------------

    def _add_none(self):
        """A case keeps its sub-questions as they came."""

    def _rows(self, filled):
        sent = sum(1 for name in self.data if name.startswith("text_")) if self.is_bound else 0
        return numbered(min(len(LETTERS), max(LEAST_ROWS, filled + SPARE_ROWS if filled >= LEAST_ROWS else 0, sent)))

    def _add_options(self, ticks=True):
        for letter in self._rows(len(self.written.options)):
            name = {"letter": letter.upper()}
            self.fields[f"text_{letter}"] = forms.CharField(
                label=_("Option %(letter)s") % name, max_length=LONGEST["option"], required=False)
            self.fields[f"media_{letter}"] = forms.FileField(label=_("Picture of %(letter)s") % name, required=False)
            if ticks:
                self.fields[f"right_{letter}"] = forms.BooleanField(label=_("Right answer"), required=False)

    _add_single = _add_options
    _add_multiple = _add_options

    def _add_true_false(self):
        self.fields["truth"] = forms.ChoiceField(
            label=_("The statement is"), choices=[("true", _("True")), ("false", _("False"))], widget=forms.RadioSelect,
            required=False,
        )

    def _add_fill_in(self):
        blanks = max(len(self.written.key), len(BLANK.findall(self.data.get("stem", ""))) if self.is_bound else 0, 3)
        for number in range(1, min(blanks, MOST_BLANKS) + 1):
            self.fields[f"accepted_{number}"] = forms.CharField(
                label=_("Blank %(number)s: accepted answers") % {"number": number}, required=False,
                widget=forms.Textarea(attrs={"rows": 2}), max_length=5000,
                help_text=_("One a line. A number may have a tolerance: 3.14 ± 0.01. Part of the points: [50%] Beijing"),
            )
        self.fields["case_matters"] = forms.BooleanField(label=_("Capital and small letters differ"), required=False)

    def _add_matching(self):
        for letter in self._rows(max(len(self.written.options), len(self.written.rights))):
            name = {"letter": letter.upper()}
            self.fields[f"text_{letter}"] = forms.CharField(
                label=_("Left %(letter)s") % name, max_length=LONGEST["option"], required=False)
            self.fields[f"partner_{letter}"] = forms.CharField(
                label=_("Its partner"), max_length=LONGEST["option"], required=False)

    def _add_ordering(self):
        for place, letter in enumerate(self._rows(len(self.written.options)), start=1):
            self.fields[f"text_{letter}"] = forms.CharField(
                label=_("Place %(number)s") % {"number": place}, max_length=LONGEST["option"], required=False)

    def _add_model_answer(self):
        self.fields["model_answer"] = forms.CharField(
            label=_("Model answer"), widget=forms.Textarea(attrs={"rows": 4}), max_length=LONGEST["explanation"],
            required=False, help_text=_("For those who mark. Trainees do not see it."),
        )

    _add_short = _add_model_answer
    _add_essay = _add_model_answer

    def _add_shared(self):
        ways = [name for name in POLICIES[self.question_kind] if name != "weights" or self.written.weights]
        if len(ways) > 1:
            self.fields["policy"] = forms.ChoiceField(
                label=_("Points"), choices=[(name, POLICY_NAMES[name]) for name in ways], required=False,
                widget=forms.RadioSelect,
            )
        self.fields["explanation"] = forms.CharField(
            label=_("Explanation"), widget=forms.Textarea(attrs={"rows": 2}), max_length=LONGEST["explanation"], required=False,
            help_text=_("For colleagues. Trainees do not see it."),
        )
        self.fields["difficulty"] = forms.TypedChoiceField(
            label=_("Difficulty"), choices=[("", _("Not said")), *Difficulty.choices], coerce=int, empty_value=None,
            required=False,
        )
        self.fields["theme"] = forms.CharField(label=_("Theme"), max_length=LONGEST["name"], required=False)
        self.fields["tags"] = forms.CharField(
            label=_("Tags"), max_length=500, required=False, help_text=_("With 、 or a comma between them."))
        self.fields["author"] = forms.CharField(label=_("Author"), max_length=LONGEST["name"], required=False)
        self.fields["source"] = forms.CharField(
            label=_("Source"), max_length=LONGEST["name"], required=False, help_text=_("A book, a notice, an address."))
        self.fields["licence"] = forms.CharField(label=_("Licence"), max_length=LONGEST["name"], required=False)

    # For the page ------------------------------------------------------------------------------------------------------

    def option_rows(self):
        """For each letter its fields, in the order that the page shows them."""
        letters = [name.removeprefix("text_") for name in self.fields if name.startswith("text_")]
        return [[self[f"{place}_{letter}"] for place in ("text", "partner", "right")
                 if f"{place}_{letter}" in self.fields] for letter in letters]

    def media_rows(self):
        return [self[name] for name in self.fields if name.startswith("media_")]

    def shared_rows(self):
        names = ("truth", "model_answer", *(name for name in self.fields if name.startswith("accepted_")), "case_matters",
                 "policy", "explanation")
        return [self[name] for name in names if name in self.fields]

    def about_rows(self):
        return [self[name] for name in ("difficulty", "theme", "tags", "author", "source", "licence")]

    def about_open(self):
        """Tell whether what stands folded holds something to look at."""
        return any(field.errors or field.value() for field in self.about_rows())

    # The question --------------------------------------------------------------------------------------------------------

    def clean(self):
        data = super().clean()
        if self.question_kind == "fill_in":
            for name in [name for name in self.fields if name.startswith("accepted_")]:
                try:
                    data[name] = [accepted_of(line) for line in data.get(name, "").splitlines() if line.strip()]
                except ValueError:
                    self.add_error(name, _("A percent or a tolerance cannot be read. Write it as in: [50%] 3.14 ± 0.01"))
        return data

    def content(self, *, media=None):
        """Return the question written; ``media`` maps the names of file fields to the keys of what was uploaded."""
        data, media, kind = self.cleaned_data, media or {}, self.question_kind
        own = () if data.get("drop_media") else self.written.media
        if "new_media" in media:
            own = (media["new_media"],)
        options, rights, key = self._answers(data, media)
        policy = data.get("policy") or self.written.policy or POLICIES[kind][0]
        return Content(
            kind=kind, stem=data["stem"], options=options, rights=rights, key=key, explanation=data["explanation"],
            difficulty=data["difficulty"], tags=split_tags(data["tags"]), policy=policy,
            weights=self.written.weights if policy == "weights" else (), case_matters=data.get("case_matters", False),
            media=own, parts=self.written.parts, **{name: data[name] for name in SHARED},
        )

    def _answers(self, data, media):
        kind = self.question_kind
        letters = [name.removeprefix("text_") for name in self.fields if name.startswith("text_")]
        if kind in CHOICES:
            kept = {option.id: option.media for option in self.written.options}
            options = tuple(
                Option(letter, data[f"text_{letter}"], media.get(f"media_{letter}", kept.get(letter, "")))
                for letter in letters
            )
            return options, (), tuple(letter for letter in letters if data[f"right_{letter}"])
        if kind == "true_false":
            return (), (), ((data["truth"],) if data["truth"] else ())
        if kind == "fill_in":
            filled = [tuple(data[name]) for name in self.fields if name.startswith("accepted_")]
            while len(filled) > 1 and not filled[-1]:
                filled.pop()
            return (), (), tuple(filled)
        if kind == "matching":
            return matched([(data[f"text_{letter}"], data[f"partner_{letter}"]) for letter in letters])
        if kind == "ordering":
            texts = [data[f"text_{letter}"] for letter in letters if data[f"text_{letter}"].strip()]
            return ordered(texts)
        if kind in BY_PEOPLE:
            return (), (), ((data["model_answer"],) if data["model_answer"].strip() else ())
        return self.written.options, self.written.rights, self.written.key


def _initial(content):
    initial = {name: getattr(content, name) for name in ("stem", "explanation", "difficulty", "case_matters", *SHARED)}
    initial |= {"tags": "、".join(content.tags), "policy": content.policy or POLICIES[content.kind][0]}
    if content.kind == "true_false" and content.key:
        initial["truth"] = content.key[0]
    if content.kind in BY_PEOPLE and content.key:
        initial["model_answer"] = content.key[0]
    texts = {option.id: option.text for option in (*content.options, *content.rights)}
    if content.kind in CHOICES:
        for option in content.options:
            initial |= {f"text_{option.id}": option.text, f"right_{option.id}": option.id in content.key}
    if content.kind == "fill_in":
        initial |= {f"accepted_{at}": "\n".join(map(accepted_line, blank)) for at, blank in enumerate(content.key, start=1)}
    if content.kind == "ordering":
        initial |= {f"text_{letter}": texts[one] for letter, one in zip(LETTERS, content.key, strict=False)}
    if content.kind == "matching":
        lefts, rights = {one.id: one.text for one in content.options}, {one.id: one.text for one in content.rights}
        pairs = [(lefts[left], rights[right]) for left, right in content.key]
        used = {right for _left, right in content.key}
        pairs += [("", text) for key, text in rights.items() if key not in used]
        for letter, (left, right) in zip(LETTERS, pairs, strict=False):
            initial |= {f"text_{letter}": left, f"partner_{letter}": right}
    return initial
