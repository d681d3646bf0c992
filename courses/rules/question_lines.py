"""Making questions of what people write in lines: columns of a matching question, orders, tags, accepted answers."""

import re
from decimal import Decimal

from courses.rules.questions import LETTERS, Accepted, Option, number_of, plain


def letter(position):
    """Return the id of the option at ``position`` (from 0); beyond what a question may hold it is still an id."""
    return LETTERS[position] if position < len(LETTERS) else f"x{position}"


def lettered(texts, media=()):
    """Return options of ``texts``; ``media`` are their keys, in the same order."""
    media = [*media, *[""] * len(texts)]
    return tuple(Option(letter(at), text, medium) for at, (text, medium) in enumerate(zip(texts, media, strict=False)))


def matched(pairs, media=()):
    """Return options, right column and key of ``pairs`` of texts; a right side without a left one only misleads.

    ``media`` are the keys that the sides of each pair show, in the same order.
    """
    options, rights, key = [], {}, []
    for at, (left, right) in enumerate(pairs):
        left_shown, right_shown = media[at] if at < len(media) else ("", "")
        left, partner = left.strip(), (right.strip(), right_shown)
        if any(partner) and partner not in rights:
            rights[partner] = letter(len(rights))
        if left or left_shown:
            options.append(Option(letter(len(options)), left, left_shown))
            if any(partner):
                key.append((options[-1].id, rights[partner]))
    return tuple(options), tuple(Option(one, text, shown) for (text, shown), one in rights.items()), tuple(key)


def ordered(lines):
    """Return options, no right column, and the key of ``lines``, texts with what they show, in their right order."""
    options = lettered([text for text, _shown in lines], [shown for _text, shown in lines])
    return options, (), tuple(option.id for option in options)


def split_tags(text):
    """Return the tags of a line, whichever comma stands between them."""
    for sign in "，,;；":
        text = text.replace(sign, "、")
    return tuple(dict.fromkeys(tag.strip() for tag in text.split("、") if tag.strip()))


PERCENT = re.compile(r"\[(\d{1,3}(?:\.\d{1,10})?)%\]\s*(?=\S)")


def accepted_of(line):
    """Read one accepted answer: ``[50%] 3.14 ± 0.01``. A backslash takes "±" or "[" as it stands. ValueError when wrong."""
    line, percent, tolerance = line.strip(), Decimal(100), None
    if found := PERCENT.match(line):
        percent, line = Decimal(found[1]), line[found.end():]
    value, sign, margin = _hidden(line).partition("±")
    if sign:
        value, tolerance = value.strip(), number_of(margin)
        if tolerance is None or number_of(value) is None:
            raise ValueError(line)
    return Accepted(_shown(value).strip(), percent, tolerance)


def accepted_line(accepted):
    """Write one accepted answer so that :func:`accepted_of` reads it back."""
    percent = f"[{plain(accepted.percent)}%] " if accepted.percent != 100 else ""
    if accepted.tolerance is not None:
        return f"{percent}{accepted.text} ± {plain(accepted.tolerance)}"
    return percent + re.sub(r"([\\±\[])", r"\\\1", accepted.text)


def _hidden(text):
    return re.sub(r"\\([\\±\[])", lambda found: HIDDEN[found[1]], text)


def _shown(text):
    return "".join(SHOWN.get(sign, sign) for sign in text)


HIDDEN = {sign: chr(0xF0100 + at) for at, sign in enumerate("\\±[")}
SHOWN = {stand: sign for sign, stand in HIDDEN.items()}
