"""Texts with gaps: a gap becomes a blank to fill in, a choice, or one side of a pair, whichever loses nothing of it."""

import re
from dataclasses import replace

from courses.rules.question_lines import letter, lettered, matched
from courses.rules.questions import Content

# Stands for a gap while its text is read; no file holds it, see `cleaned`.
GAP = "\uf8f2"
ALONE = "_____"


def cleaned(text):
    return text.replace(GAP, "")


def stem_of(text, many):
    """Return ``text`` with its gaps drawn as lines, numbered where ``many``."""
    numbers = iter(range(1, text.count(GAP) + 1))
    drawn = re.sub(f" ?{GAP} ?", lambda _gap: f" {number(next(numbers))}{ALONE} " if many else f" {ALONE} ", text)
    return re.sub(r"^ | $", "", drawn, flags=re.MULTILINE)


def number(at):
    return f"（{at}）"


def asked(text, parts):
    """Return stem and fields of a question about the gaps in ``text``; ``parts`` are its gaps as questions without a stem.

    One gap is a question by itself. Blanks that are read alike are one question with several blanks. Anything else is a case
    whose sub-questions are called by the numbers in its text.
    """
    if len(parts) == 1:
        return _fields(parts[0], stem_of(text, many=False))
    cases = {part.case_matters for part in parts if any(one.tolerance is None for one in part.key[0])} \
        if all(part.kind == "fill_in" for part in parts) else {True, False}
    if len(cases) < 2:
        key = tuple(part.key[0] for part in parts)
        return {"kind": "fill_in", "stem": stem_of(text, many=False), "key": key, "policy": "share",
                "case_matters": cases == {True}}
    numbers = iter(range(1, len(parts) + 1))
    numbered = tuple(part if part.stem else replace(part, stem=number(next(numbers))) for part in parts)
    return {"kind": "case", "stem": stem_of(text, many=True), "parts": numbered}


def placed(text, choices, right, media=()):
    """Return stem and fields for gaps that share their ``choices``; ``right`` are the places in it of what fills each gap."""
    shown = [*media, *[""] * len(choices)]
    if len(right) == 1:
        return {"kind": "single", "stem": stem_of(text, many=False), "options": lettered(choices, media),
                "key": (letter(right[0]),), "policy": "all"}
    pairs = [(number(at), choices[one]) for at, one in enumerate(right, start=1)]
    sides = [("", shown[one]) for one in right]
    others = [at for at in range(len(choices)) if at not in right]
    options, rights, key = matched(pairs + [("", choices[at]) for at in others], sides + [("", shown[at]) for at in others])
    return {"kind": "matching", "stem": stem_of(text, many=True), "options": options, "rights": rights, "key": key,
            "policy": "share"}


def _fields(part: Content, stem):
    names = ("kind", "options", "key", "policy", "weights", "case_matters")
    return {"stem": f"{stem}\n{part.stem}".strip() if part.stem else stem, **{name: getattr(part, name) for name in names}}
