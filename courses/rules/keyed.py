"""Answers as somebody types them from a sheet of paper: letters, ticks and crosses, words."""

import re
import unicodedata

from courses.rules.paper import draw
from courses.rules.questions import BY_PEOPLE, CHOICES, ONE_ANSWER

TRUE = frozenset({"对", "正确", "是", "√", "✓", "✔", "t", "true", "y", "yes", "1"})
FALSE = frozenset({"错", "错误", "否", "不对", "×", "✗", "✘", "x", "f", "false", "n", "no", "0"})
NONE = frozenset({"", "-", "—", "/", "无", "空"})


class Unread(ValueError):
    """What was typed answers nothing: ``letters``, ``one``, ``truth``, ``pairs`` or ``order``. ``last`` is the last letter."""

    def __init__(self, code, last=""):
        self.code, self.last = code, last
        super().__init__(code)


def letter(place):
    """Return the letter printed before the option at ``place``, from 1."""
    return chr(ord("A") + place - 1)


def read_keyed(content, drawn, name, values):
    """Return ``(answer, {field name: Unread})`` of what was typed for a question on paper.

    ``drawn`` is its order on the sheet, ``values(name)`` what was typed under a field's name. The sub-questions of a case
    are ``q7p0``, ``q7p1`` and so on.
    """
    if content.kind == "case":
        orders = drawn.get("parts") or [draw(part, 0) for part in content.parts]
        read = [read_keyed(part, orders[at], f"{name}p{at}", values) for at, part in enumerate(content.parts)]
        problems = {key: problem for _, found in read for key, problem in found.items()}
        return [answer for answer, _ in read], problems
    try:
        return _read(content.kind, drawn, values(name)), {}
    except Unread as problem:
        return [], {name: problem}


def _read(kind, drawn, values):
    if kind == "fill_in" or kind in BY_PEOPLE:
        return list(values)
    text = unicodedata.normalize("NFKC", values[0] if values else "").strip()
    if text.lower() in NONE:
        return []
    if kind == "true_false":
        return [_truth(text)]
    options = drawn["options"]
    if kind == "matching":
        return _pairs(text, options, drawn.get("rights", []))
    places = _letters(text, len(options))
    if kind == "ordering":
        if sorted(places) != list(range(1, len(options) + 1)):
            raise Unread("order", letter(len(options)))
        return [[options[place - 1], at] for at, place in enumerate(places, start=1)]
    if kind in CHOICES and kind in ONE_ANSWER and len(set(places)) > 1:
        raise Unread("one", letter(len(options)))
    return [options[place - 1] for place in places]


def _truth(text):
    word = text.lower().rstrip("。.")
    if word in TRUE:
        return "true"
    if word in FALSE:
        return "false"
    raise Unread("truth")


def _letters(text, count):
    """Read ``"ACD"``, ``"a, c、d"`` or ``"A→C"`` as places from 1."""
    signs = re.sub(r"[\s,、;/.>→\-]+", "", text).upper()
    places = [ord(sign) - ord("A") + 1 for sign in signs]
    if not places or any(not 1 <= place <= count for place in places):
        raise Unread("letters", letter(count))
    return places


def _pairs(text, lefts, rights):
    """Read ``"1B 2A 3C"``, or ``"BAC"`` for the lines on the left in their order; ``-`` stands for none."""
    signs = re.sub(r"[\s,、;/.]+", "", text).upper()
    last = letter(len(rights)) if rights else ""
    numbered = re.findall(r"(\d{1,2})([A-Z])", signs)
    if numbered and "".join(number + sign for number, sign in numbered) == signs:
        chosen = [(int(number), sign) for number, sign in numbered]
    elif re.fullmatch(r"[A-Z\-]+", signs) and len(signs) == len(lefts):
        chosen = [(at, sign) for at, sign in enumerate(signs, start=1) if sign != "-"]
    else:
        raise Unread("pairs", last)
    if any(not 1 <= at <= len(lefts) or ord(sign) - ord("A") >= len(rights) for at, sign in chosen):
        raise Unread("pairs", last)
    return [[lefts[at - 1], rights[ord(sign) - ord("A")]] for at, sign in chosen]
