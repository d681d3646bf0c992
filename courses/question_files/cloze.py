"""Gaps of Moodle's Cloze text, ``{1:SHORTANSWER:=Berlin~%50%Bonn#nearly}``, as questions without a stem."""

import re
from decimal import Decimal

from courses.rules.question_lines import letter
from courses.rules.questions import FULL, Accepted, Content, Option, number_of

from .gaps import GAP, cleaned
from .result import NoCounterpart

KINDS = {
    "text": ("SHORTANSWER", "SA", "MW"), "exact": ("SHORTANSWER_C", "SAC", "MWC"), "number": ("NUMERICAL", "NM"),
    "one": ("MULTICHOICE", "MC", "MULTICHOICE_V", "MCV", "MULTICHOICE_H", "MCH", "MULTICHOICE_S", "MCS", "MULTICHOICE_VS", "MCVS",
            "MULTICHOICE_HS", "MCHS"),
    "many": ("MULTIRESPONSE", "MR", "MULTIRESPONSE_H", "MRH", "MULTIRESPONSE_S", "MRS", "MULTIRESPONSE_HS", "MRHS"),
}
KIND_OF = {word: kind for kind, words in KINDS.items() for word in words}
# What may stand in a gap, a backslash and the sign it protects among it.
INSIDE = r"(?:\\.|[^\\{}])"
START = re.compile(r"\{(\d{0,3}):([A-Z_]{2,16}):")
GAPS = re.compile(rf"\{{(\d{{0,3}}):([A-Z_]{{2,16}}):({INSIDE}*)\}}", re.DOTALL)
SHARE = re.compile(r"\s*(?:=|%(-?\d{1,3}(?:\.\d{1,10})?)%)")


def gaps(raw, shown, remember):
    """Return ``raw`` with signs for its gaps, the gaps as questions, and their weights.

    ``shown(text)`` makes plain text of an answer, ``remember(feedback, text)`` keeps what is said to one.
    """
    parts, weights = [], []

    def take(found):
        kind = KIND_OF.get(found[2])
        if kind is None:
            raise NoCounterpart("kind", what=f"cloze {found[2]}")
        weights.append(int(found[1] or 1))
        parts.append(_part(kind, [_answer(one, kind, shown, remember) for one in _split(found[3], "~")]))
        return f" {GAP} "

    text = GAPS.sub(take, cleaned(raw))
    if START.search(text) or not parts:
        raise NoCounterpart("braces")
    return text, parts, weights


def _split(text, sign, most=-1):
    """Divide at each ``sign`` that no backslash protects, and that does not begin a character written by its number."""
    pieces, piece = [], ""
    for found in re.finditer(r"\\.|&#\w{1,7};|.", text, re.DOTALL):
        if found[0] == sign and most:
            pieces.append(piece)
            piece, most = "", most - 1
        else:
            piece += found[0]
    return [*pieces, piece]


def _answer(text, kind, shown, remember):
    """Return ``(percent, text, whether it is the wildcard)``."""
    found = SHARE.match(text)
    percent = (FULL if found[1] is None else Decimal(found[1])) if found else Decimal(0)
    said, *feedback = _split(text[found.end():] if found else text, "#", 1)
    wild = "*" in re.sub(r"\\.", "", said)
    said = shown(re.sub(r"\\(.)", r"\1", said, flags=re.DOTALL))
    if feedback:
        named = "" if wild else said.partition(":")[0] if kind == "number" else said
        remember(shown(re.sub(r"\\(.)", r"\1", feedback[0], flags=re.DOTALL)), named)
    return percent, said, wild


def _part(kind, answers):
    if kind in ("one", "many"):
        return _choice(kind, answers)
    accepted = []
    for percent, text, wild in answers:
        if wild and kind != "number" and percent > 0:
            raise NoCounterpart("wildcard")
        if percent > 0:
            accepted.append(_number(text, percent) if kind == "number" else Accepted(text, percent))
    return Content(kind="fill_in", stem="", key=(tuple(accepted),), policy="share", case_matters=kind == "exact")


def _number(text, percent):
    value, sign, margin = text.partition(":")
    value, margin = value.strip().replace(",", "."), margin.strip().replace(",", ".")
    tolerance = number_of(margin) if sign else Decimal(0)
    if number_of(value) is None or tolerance is None:
        raise NoCounterpart("number", text=text[:40])
    return Accepted(value, percent, abs(tolerance))


def _choice(kind, answers):
    options = tuple(Option(letter(at), text) for at, (_percent, text, _wild) in enumerate(answers))
    weights = {letter(at): percent for at, (percent, _text, _wild) in enumerate(answers) if percent}
    right = tuple(one for one, percent in weights.items() if percent > 0)
    if kind == "many":
        if {weights[one] for one in right} == {FULL}:
            weights |= dict.fromkeys(right, (FULL / len(right)).quantize(Decimal("0.00001")).normalize() + 0)
        return Content(kind="multiple", stem="", options=options, key=right, policy="weights", weights=tuple(weights.items()))
    best = tuple(one for one in right if weights[one] == FULL)
    if len(best) != 1:
        raise NoCounterpart("several_right" if best else "fault:no_key")
    if len(weights) == 1:
        return Content(kind="single", stem="", options=options, key=best, policy="all")
    return Content(kind="single", stem="", options=options, key=best, policy="weights", weights=tuple(weights.items()))
