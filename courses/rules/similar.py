"""Finding questions that say the same: word for word, forms and punctuation aside, or nearly.

Nearly means that most of the threes of neighbouring signs are common to both, and all numbers equal: "in 1921" and "in 1949" are
different questions.
"""

import hashlib
import re
import unicodedata
from collections import defaultdict

NEAR = 0.75
MOST = 200  # looked at for one three: so many alike are told from the first of them
SHORTEST = 8  # signs: shorter texts resemble each other by chance
NUMBER = re.compile(r"\d+")


def folded(text):
    """Return the letters and digits of a text, narrow and small."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def text_of(content):
    """Return what is compared of a question: its words without their order of options."""
    offered = sorted(folded(option.text) + option.media for option in (*content.options, *content.rights))
    parts = [text_of(part) for part in content.parts]
    return "|".join([content.kind, folded(content.stem), *content.media, *offered, *parts])


def fingerprint(content):
    return hashlib.sha256(text_of(content).encode()).hexdigest()


def words_of(content):
    """Return all texts of a question folded, "|" between them: the question itself, what is offered, parts, explanation."""
    texts = [content.stem, *(option.text for option in (*content.options, *content.rights)), content.explanation]
    return "|".join([*map(folded, texts), *map(words_of, content.parts)])


def stem_of(words):
    """Return the question itself of :func:`words_of`."""
    return words.partition("|")[0]


def pieces(text, *, most=12, signs=4):
    """Return a few pieces of a folded text, evenly spread: what is nearly like it holds one of them."""
    if len(text) < SHORTEST:
        return []
    last = len(text) - signs
    places = {last * at // (most - 1) for at in range(most)}
    return [text[at:at + signs] for at in sorted(places)]


def shingles(text):
    """Return the threes of neighbouring signs of a folded text."""
    return frozenset(text[at:at + 3] for at in range(len(text) - 2)) if len(text) >= SHORTEST else frozenset()


def likeness(one, other):
    """Return the share of threes that two sets have in common, from 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0


class Near:
    """An index of folded stems that finds those nearly like another, without comparing each with each.

    Sets that share :data:`NEAR` of their threes share one of the first few of any fixed order, so that only those few are
    looked up; the order begins with what is rare among ``stems``.
    """

    def __init__(self, stems=()):
        stems = list(stems)
        self._often = defaultdict(int)
        for _name, stem in stems:
            for three in shingles(stem):
                self._often[three] += 1
        self._index = defaultdict(list)
        for name, stem in stems:
            self.add(name, stem)

    def add(self, name, stem):
        threes = shingles(stem)
        numbers = tuple(NUMBER.findall(stem))
        for three in self._first(threes):
            self._index[numbers, three].append((name, threes))

    def find(self, stem):
        """Return the names of stems nearly like ``stem``, the most alike first, three at most."""
        threes = shingles(stem)
        numbers = tuple(NUMBER.findall(stem))
        found = {}
        for three in self._first(threes):
            for name, others in self._index.get((numbers, three), ())[:MOST]:
                if name not in found and min(len(threes), len(others)) >= NEAR * max(len(threes), len(others)):
                    found[name] = likeness(threes, others)
        close = [(-score, position, name) for position, (name, score) in enumerate(found.items()) if score >= NEAR]
        return [name for _score, _position, name in sorted(close)[:3]]

    def _first(self, threes):
        ordered = sorted(threes, key=lambda three: (self._often.get(three, 0), three))
        return ordered[: len(ordered) - int(-(-NEAR * len(ordered) // 1)) + 1] if ordered else []
