"""A whole question in one line of letters, for formats that have no counterpart for it: other programs see a comment.

What is read back is looked at as any other question; nothing of it is trusted for having been written here.
"""

import base64
import binascii
import json
import zlib

from courses.rules.question_faults import faults, tidied
from courses.rules.questions import Content, from_row, to_row

from .result import NoCounterpart

LARGEST = 400_000
BROKEN = (
    binascii.Error, zlib.error, ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError,
)


def packed(content):
    """Return ``content`` as a word of letters, digits, "-" and "_"."""
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(to_row(content), ensure_ascii=False).encode())).decode().rstrip("=")


def unpacked(word):
    """Return the question that :func:`packed` wrote; raises :class:`NoCounterpart` for every other word."""
    try:
        if len(word) > LARGEST:
            raise ValueError(word[:20])
        inflate = zlib.decompressobj()
        data = inflate.decompress(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)), LARGEST)
        if inflate.unconsumed_tail:
            raise ValueError(word[:20])
        content = from_row(json.loads(data))
        _look_at(content)
        content = tidied(content)
        faults(content)
    except BROKEN as error:
        raise NoCounterpart("whole") from error
    return content


def _look_at(content: Content):
    """Raise ``TypeError`` when a value is of another kind than it must be."""
    texts = [content.stem, content.explanation, content.theme, content.author, content.source, content.licence, content.policy,
             *content.tags, *content.media]
    for option in (*content.options, *content.rights):
        texts += [option.id, option.text, option.media]
    for weight in content.weights:
        texts.append(weight[0])
        if not weight[1].is_finite():
            raise TypeError("weight")
    for one in content.key:
        if content.kind == "fill_in":
            for accepted in one:
                texts.append(accepted.text)
                if not accepted.percent.is_finite() or not (accepted.tolerance is None or accepted.tolerance.is_finite()):
                    raise TypeError("percent")
        else:
            texts += one if isinstance(one, tuple) else [one]
    if not all(isinstance(text, str) for text in texts) or isinstance(content.difficulty, bool) \
            or not isinstance(content.difficulty, int | None):
        raise TypeError("text")
    for part in content.parts:
        _look_at(part)
