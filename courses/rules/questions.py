"""A question as one plain value: what forms, files, marking and attempts speak of, whatever its kind."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

TRUE_FALSE = ("true", "false")
ONE_ANSWER = frozenset({"single", "true_false"})
CHOICES = frozenset({"single", "multiple"})
BY_PEOPLE = frozenset({"short", "essay"})
KINDS = ("single", "multiple", "true_false", "fill_in", "matching", "ordering", "short", "essay", "case")
# The ways to give points, the first of each being what is meant where nothing is said.
POLICIES = {
    "single": ("all", "weights"), "multiple": ("all", "half", "share", "weights"), "true_false": ("all",),
    "fill_in": ("share", "all"), "matching": ("share", "all"), "ordering": ("all", "share"),
    "short": ("all",), "essay": ("all",), "case": ("all",),
}
LETTERS = tuple("abcdefghijklmnopqrst")
BLANK = re.compile(r"_{3,}")
LONGEST = {"stem": 10_000, "option": 2_000, "explanation": 10_000, "name": 200, "tag": 40}
MOST_TAGS, MOST_PARTS = 10, 20
FULL = Decimal(100)


@dataclass(frozen=True)
class Option:
    """``media`` is the key of a picture or sound, "" without."""

    id: str
    text: str
    media: str = ""


@dataclass(frozen=True)
class Accepted:
    """An accepted answer of a blank. With a ``tolerance`` it is a number, and what lies as near counts too."""

    text: str
    percent: Decimal = FULL
    tolerance: Decimal | None = None


@dataclass(frozen=True)
class Content:
    """One question.

    ``key`` by kind: the sorted ids of the right options; ``("true",)``; for each blank a tuple of :class:`Accepted`; pairs of
    a left and a right id; ids in their order; the model answer that people mark by. ``rights`` are the right column of a
    matching question, ``parts`` the sub-questions of a case, ``weights`` percent by option where ``policy`` is "weights".
    """

    kind: str
    stem: str
    options: tuple[Option, ...] = ()
    rights: tuple[Option, ...] = ()
    key: tuple = ()
    explanation: str = ""
    theme: str = ""
    tags: tuple[str, ...] = ()
    difficulty: int | None = None
    author: str = ""
    source: str = ""
    licence: str = ""
    policy: str = ""
    weights: tuple[tuple[str, Decimal], ...] = ()
    case_matters: bool = False
    media: tuple[str, ...] = ()
    parts: tuple["Content", ...] = field(default=())

    @property
    def by_people(self):
        return self.kind in BY_PEOPLE or any(part.by_people for part in self.parts)

    @property
    def blanks(self):
        return len(BLANK.findall(self.stem)) or 1


def media_of(content):
    """Return the keys of all pictures and sounds that the question shows, its sub-questions' among them."""
    own = [*content.media, *(option.media for option in (*content.options, *content.rights) if option.media)]
    return tuple(dict.fromkeys([*own, *(key for part in content.parts for key in media_of(part))]))


def number_of(text):
    """Return ``text`` as a plain decimal, None when it is none (or none that could be meant)."""
    text = text.strip()
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", text):
        text = text.replace(",", "")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", text) or len(text) > 60:
        return None
    number = Decimal(text)
    if not number:
        return Decimal(0)
    return number if abs(number.adjusted()) <= 15 and len(number.as_tuple().digits) <= 20 else None


def plain(number):
    """Write a decimal without an exponent and without zeros at its end."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


# To rows and back ------------------------------------------------------------------------------------------------------

def to_row(content):
    """Return the question as plain lists and texts, as it is kept."""
    policy = {"name": content.policy or POLICIES[content.kind][0]}
    if content.weights:
        policy["weights"] = {key: plain(weight) for key, weight in content.weights}
    if content.case_matters:
        policy["case"] = True
    return {
        "kind": content.kind, "stem": content.stem,
        "options": [_option_row(one) for one in content.options]
        + [{**_option_row(one), "side": "right"} for one in content.rights],
        "key": _key_row(content), "explanation": content.explanation, "theme": content.theme, "tags": list(content.tags),
        "difficulty": content.difficulty, "author": content.author, "source": content.source, "licence": content.licence,
        "policy": policy, "media": list(content.media), "parts": [to_row(part) for part in content.parts],
    }


def from_row(row):
    """Return the question that :func:`to_row` wrote; what ``row`` leaves out is empty."""
    options = [_option(one) for one in row.get("options", ()) if one.get("side") != "right"]
    rights = [_option(one) for one in row.get("options", ()) if one.get("side") == "right"]
    policy = row.get("policy") or {}
    return Content(
        kind=row["kind"], stem=row["stem"], options=tuple(options), rights=tuple(rights),
        key=_key(row["kind"], row.get("key") or ()), explanation=row.get("explanation", ""), theme=row.get("theme", ""),
        tags=tuple(row.get("tags") or ()), difficulty=row.get("difficulty"), author=row.get("author", ""),
        source=row.get("source", ""), licence=row.get("licence", ""),
        policy=policy.get("name") or POLICIES[row["kind"]][0],
        weights=tuple(sorted((key, Decimal(weight)) for key, weight in (policy.get("weights") or {}).items())),
        case_matters=bool(policy.get("case")), media=tuple(row.get("media") or ()),
        parts=tuple(from_row(part) for part in row.get("parts") or ()),
    )


def _option_row(option):
    return {"id": option.id, "text": option.text, **({"media": option.media} if option.media else {})}


def _option(row):
    return Option(row["id"], row["text"], row.get("media", ""))


def _key_row(content):
    if content.kind == "fill_in":
        return [[_accepted_row(one) for one in blank] for blank in content.key]
    return [list(one) if isinstance(one, tuple) else one for one in content.key]


def _accepted_row(accepted):
    row = {"text": accepted.text}
    if accepted.percent != FULL:
        row["percent"] = plain(accepted.percent)
    if accepted.tolerance is not None:
        row["tolerance"] = plain(accepted.tolerance)
    return row


def _key(kind, rows):
    if kind == "fill_in":
        return tuple(
            tuple(
                Accepted(one["text"], Decimal(one.get("percent", 100)),
                         Decimal(one["tolerance"]) if one.get("tolerance") is not None else None)
                for one in blank
            ) for blank in rows
        )
    if kind == "matching":
        return tuple((left, right) for left, right in rows)
    return tuple(rows)
