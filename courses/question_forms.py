"""A question on one page without scripts: what all kinds share, and the places that its own kind has."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.enums import Difficulty, QuestionKind
from courses.question_pages import media_for
from courses.rules.question_lines import accepted_line, accepted_of, matched, ordered, split_tags
from courses.rules.questions import BLANK, BY_PEOPLE, CHOICES, LETTERS, LONGEST, POLICIES, Content, Option

SHARED = ("theme", "author", "source", "licence")
ABOUT = ("difficulty", "theme", "tags", "author", "source", "licence")
LEAST_ROWS, SPARE_ROWS = 6, 2
SHOWN = "image/*,audio/*,video/*"
MOST_BLANKS = 10
POLICY_NAMES = {
    "all": _("All points when all is right, otherwise none"),
    "half": _("Half of the points when some right options are missing and none is wrong"),
    "share": _("A share of the points for each part that is right; nothing when a wrong option is chosen"),
    "weights": _("By the weight of each option"),
}


def numbered(count):
    return LETTERS[:count]


class QuestionForm(forms.Form):
    """The form of one kind; :meth:`content` is the question as it was written.

    ``written`` is what stands there before. A sub-question (``is_part``) takes theme, tags and the like from its case.
    ``hint_url`` answers with what is like the words being typed.
    """

    kind = forms.ChoiceField(choices=QuestionKind, widget=forms.HiddenInput)
    stem = forms.CharField(label=_("Question"), widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST["stem"])
    new_media = forms.FileField(
        label=_("Picture, sound or film"), required=False, widget=forms.FileInput(attrs={"accept": SHOWN}),
        help_text=_("Shown below the question. Leave empty to keep what is there."),
    )

    def __init__(self, *args, kind, written=None, is_part=False, hint_url="", **kwargs):
        self.written = written or Content(kind=kind, stem="")
        self.question_kind, self.is_part = kind, is_part
        self.kept = kept_media(self.written)
        kwargs["initial"] = {**_initial(self.written), "kind": kind, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        if hint_url:
            self.fields["stem"].widget.attrs |= {
                "hx-post": hint_url, "hx-trigger": "input changed delay:700ms", "hx-target": "#alike",
                "hx-params": "stem,besides",
            }
        if kind == "fill_in":
            self.fields["stem"].help_text = _("Write three underscores, ___, where a blank is.")
        if self.written.media:
            self.fields["drop_media"] = forms.BooleanField(label=_("Show no picture or sound any more"), required=False)
        getattr(self, f"_add_{kind}", self._add_none)()
        self._add_shared()
        if not is_part:
            self._add_about()

    # Places ------------------------------------------------------------------------------------------------------------

    def _add_none(self):
        """A case has its sub-questions on pages of their own."""

    def _rows(self, filled):
        sent = sum(1 for name in self.data if name.startswith("text_")) if self.is_bound else 0
        return numbered(min(len(LETTERS), max(LEAST_ROWS, filled + SPARE_ROWS if filled >= LEAST_ROWS else 0, sent)))

    def _add_options(self):
        for letter in self._rows(len(self.written.options)):
            name = {"letter": letter.upper()}
            self.fields[f"text_{letter}"] = forms.CharField(
                label=_("Option %(letter)s") % name, max_length=LONGEST["option"], required=False)
            self._add_medium(f"media_{letter}", _("Picture or sound of %(letter)s") % name)
            self.fields[f"right_{letter}"] = forms.BooleanField(label=_("Right answer"), required=False)
            if self.written.weights:
                self.fields[f"weight_{letter}"] = forms.DecimalField(
                    label=_("Weight of %(letter)s in percent") % name, required=False, min_value=-100, max_value=100)

    def _add_medium(self, name, label):
        self.fields[name] = forms.FileField(label=label, required=False, widget=forms.FileInput(attrs={"accept": SHOWN}))
        if self.kept.get(name):
            self.fields[f"drop_{name}"] = forms.BooleanField(label=_("Show it no more"), required=False)

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
        for letter in self._rows(len(_pairs(self.written))):
            name = {"letter": letter.upper()}
            self.fields[f"text_{letter}"] = forms.CharField(
                label=_("Left %(letter)s") % name, max_length=LONGEST["option"], required=False)
            self.fields[f"partner_{letter}"] = forms.CharField(
                label=_("Its partner"), max_length=LONGEST["option"], required=False)
            self._add_medium(f"media_{letter}", _("Picture or sound of left %(letter)s") % name)
            self._add_medium(f"other_{letter}", _("Picture or sound of the partner of %(letter)s") % name)

    def _add_ordering(self):
        for place, letter in enumerate(self._rows(len(self.written.options)), start=1):
            self.fields[f"text_{letter}"] = forms.CharField(
                label=_("Place %(number)s") % {"number": place}, max_length=LONGEST["option"], required=False)
            self._add_medium(f"media_{letter}", _("Picture or sound of place %(number)s") % {"number": place})

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
            help_text=_("Trainees see it when the exam releases its explanations."),
        )

    def _add_about(self):
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
        return [[self[f"{place}_{letter}"] for place in ("text", "partner", "weight", "right")
                 if f"{place}_{letter}" in self.fields] for letter in letters]

    def media_rows(self):
        """The places for pictures and sounds of options: ``[{"field", "shown", "drop"}]``, ``shown`` what is there."""
        names = [name for name in self.fields if name.startswith(("media_", "other_"))]
        there = media_for([self.written])
        return [{
            "field": self[name], "shown": [there[self.kept[name]]] if self.kept.get(name) in there else [],
            "drop": self[f"drop_{name}"] if f"drop_{name}" in self.fields else None,
        } for name in names]

    def shown_media(self):
        there = media_for([self.written])
        return [there[key] for key in self.written.media if key in there]

    def media_open(self):
        return any(self.kept.values())

    def shared_rows(self):
        names = ("truth", "model_answer", *(name for name in self.fields if name.startswith("accepted_")), "case_matters",
                 "policy", "explanation")
        return [self[name] for name in names if name in self.fields]

    def about_rows(self):
        return [self[name] for name in ABOUT if name in self.fields]

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
        options, rights, key, weights = self._answers(data, media)
        policy = data.get("policy") or self.written.policy or POLICIES[kind][0]
        return Content(
            kind=kind, stem=data["stem"], options=options, rights=rights, key=key, explanation=data["explanation"],
            difficulty=data.get("difficulty", self.written.difficulty),
            tags=split_tags(data["tags"]) if "tags" in data else self.written.tags, policy=policy,
            weights=weights if policy == "weights" else (), case_matters=data.get("case_matters", False),
            media=own, parts=self.written.parts, **{name: data.get(name, getattr(self.written, name)) for name in SHARED},
        )

    def _answers(self, data, media):
        """Return options, right column, key and weights."""
        kind = self.question_kind
        letters = [name.removeprefix("text_") for name in self.fields if name.startswith("text_")]

        def shown(name):
            return media.get(name) or ("" if data.get(f"drop_{name}") else self.kept.get(name, ""))

        if kind in CHOICES:
            options = tuple(Option(letter, data[f"text_{letter}"], shown(f"media_{letter}")) for letter in letters)
            weights = tuple((letter, data[f"weight_{letter}"]) for letter in letters if data.get(f"weight_{letter}"))
            return options, (), tuple(letter for letter in letters if data[f"right_{letter}"]), weights
        if kind == "true_false":
            return (), (), ((data["truth"],) if data["truth"] else ()), ()
        if kind == "fill_in":
            filled = [tuple(data[name]) for name in self.fields if name.startswith("accepted_")]
            while len(filled) > 1 and not filled[-1]:
                filled.pop()
            return (), (), tuple(filled), ()
        if kind == "matching":
            return *matched(
                [(data[f"text_{letter}"], data[f"partner_{letter}"]) for letter in letters],
                [(shown(f"media_{letter}"), shown(f"other_{letter}")) for letter in letters],
            ), ()
        if kind == "ordering":
            lines = [(data[f"text_{letter}"], shown(f"media_{letter}")) for letter in letters]
            return *ordered([line for line in lines if line[0].strip() or line[1]]), ()
        if kind in BY_PEOPLE:
            return (), (), ((data["model_answer"],) if data["model_answer"].strip() else ()), ()
        return (), (), (), ()


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
        initial |= {f"weight_{one}": weight for one, weight in content.weights}
    if content.kind == "fill_in":
        initial |= {f"accepted_{at}": "\n".join(map(accepted_line, blank)) for at, blank in enumerate(content.key, start=1)}
    if content.kind == "ordering":
        initial |= {f"text_{letter}": texts[one] for letter, one in zip(LETTERS, content.key, strict=False)}
    if content.kind == "matching":
        for letter, (left, right) in zip(LETTERS, _pairs(content), strict=False):
            initial |= {f"text_{letter}": left.text, f"partner_{letter}": right.text}
    return initial


def _pairs(content):
    """Return the pairs of a matching question as options, with an empty left side for what only misleads."""
    lefts, rights = {one.id: one for one in content.options}, {one.id: one for one in content.rights}
    used = {right for _left, right in content.key}
    return [(lefts[left], rights[right]) for left, right in content.key] + [
        (Option("", ""), right) for right in content.rights if right.id not in used]


def kept_media(content):
    """Return ``{name of a file field: key}`` of the pictures and sounds that options show already."""
    if content.kind in CHOICES:
        return {f"media_{option.id}": option.media for option in content.options if option.media}
    if content.kind == "ordering":
        shown = {option.id: option.media for option in content.options}
        return {f"media_{letter}": shown[one] for letter, one in zip(LETTERS, content.key, strict=False) if shown.get(one)}
    if content.kind == "matching":
        rows = list(zip(LETTERS, _pairs(content), strict=False))
        return {f"media_{letter}": left.media for letter, (left, _right) in rows if left.media} | {
            f"other_{letter}": right.media for letter, (_left, right) in rows if right.media}
    return {}
