"""How a search reads what was typed and what is written, and how it shows where it found it."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 60  # characters of a search
MOST = 6  # words of a search
LONG_WORD = 4  # a word of so many Chinese characters may be two
APART = re.compile(r"[\s\x00-\x1f,，、。;；:：!！?？\"“”‘’()（）《》〈〉【】|/]+")


@dataclass(frozen=True)
class Piece:
    """A piece of a text that is shown; ``hit`` when it is one of the words searched for."""

    text: str
    hit: bool = False


def fold(text):
    """Return ``text`` with letters small and full-width forms narrow; as long as before, character by character."""
    return "".join(map(_folded, text))


@lru_cache(maxsize=8192)
def _folded(character):
    plain = unicodedata.normalize("NFKC", character).lower()
    return plain if len(plain) == 1 else character


def terms(words):
    """Return the words to look for: folded, each once, at most six of them, from the first 60 characters."""
    found = dict.fromkeys(term for term in APART.split(fold(words[:LONGEST])) if term)
    return tuple(found)[:MOST]


def fewer(asked):
    """Return searches that ask for less than ``asked`` (from :func:`terms`): each word alone, or the halves of a long one."""
    if len(asked) > 1:
        return asked
    word = asked[0] if asked else ""
    if word.isascii() or len(word) < LONG_WORD:
        return ()
    middle = len(word) // 2
    return tuple(dict.fromkeys((word[:middle], word[middle:], word[:2], word[-2:])))


def mark(text, asked):
    """Return ``text`` as :class:`Piece` rows, every occurrence of one of ``asked`` as a hit; the longer word wins."""
    folded, pieces, done = fold(text), [], 0
    for found in _occurrences(folded, asked):
        if found.start() > done:
            pieces.append(Piece(text[done:found.start()]))
        pieces.append(Piece(text[found.start():found.end()], hit=True))
        done = found.end()
    if done < len(text):
        pieces.append(Piece(text[done:]))
    return pieces


def snippet(text, asked, before=18, length=96):
    """Return the part of ``text`` around the place where most of ``asked`` stand together, marked; [] where none stands."""
    starts = [(found.start(), found.group()) for found in _occurrences(fold(text), asked)]
    if not starts:
        return []
    first = max(
        range(len(starts)),
        key=lambda index: (
            len({word for start, word in starts if 0 <= start - starts[index][0] <= length - before}), -index
        ),
    )
    begin = max(0, starts[first][0] - before)
    end = min(len(text), begin + length)
    pieces = mark(text[begin:end], asked)
    if begin:
        pieces.insert(0, Piece("…"))
    if end < len(text):
        pieces.append(Piece("…"))
    return pieces


def _occurrences(folded, asked):
    if not asked:
        return []
    longest_first = sorted(asked, key=len, reverse=True)
    return list(re.finditer("|".join(map(re.escape, longest_first)), folded))
