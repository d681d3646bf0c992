"""The features that the published descriptions of the formats name, each with a sample by hand and what it must become."""

from dataclasses import dataclass
from decimal import Decimal

from courses.rules.question_faults import tidied
from courses.rules.question_lines import lettered, matched
from courses.rules.questions import Accepted, Content

HALF, FULL = Decimal(50), Decimal(100)
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"


@dataclass(frozen=True)
class Feature:
    """``how`` it is taken, "" where it is skipped and the reported sentence says why. ``problems`` are ``(code, skipped)``."""

    name: str
    how: str
    sample: object
    found: tuple = ()
    problems: tuple = ()
    files: tuple = ()


def taken(name, how, sample, *found, notes=(), files=()):
    return Feature(name, how, sample, found, tuple((code, False) for code in notes), tuple(files))


def skipped(name, code, sample, notes=()):
    return Feature(name, "", sample, (), (*((one, False) for one in notes), (code, True)))


def asked(kind, stem, texts=(), key=(), **fields):
    return tidied(Content(kind=kind, stem=stem, options=lettered(texts), key=key, **fields))


def paired(stem, pairs, media=(), **fields):
    options, rights, key = matched(pairs, media)
    return tidied(Content(kind="matching", stem=stem, options=options, rights=rights, key=key, **fields))


def filled(stem, *blanks, **fields):
    """``blanks``: for each a text, a tuple of texts, or of :class:`Accepted`."""
    key = tuple(
        tuple(one if isinstance(one, Accepted) else Accepted(one) for one in (blank if isinstance(blank, tuple) else (blank,)))
        for blank in blanks
    )
    return tidied(Content(kind="fill_in", stem=stem, key=key, **fields))


def case(stem, *parts, **fields):
    return tidied(Content(kind="case", stem=stem, parts=parts, **fields))


def near(text, tolerance, percent=FULL):
    return Accepted(text, percent, Decimal(tolerance))
