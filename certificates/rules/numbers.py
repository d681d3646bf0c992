"""Certificate numbers by pattern: fixed text, the year, a running number, as offices number their papers.

A pattern such as ``徐委党训〔{year}〕{n:04}号`` is data. Its fixed text holds no digit and stands between year and running
number, so that a number can be read back in one way only: two patterns never give the same number.
"""

import re
import unicodedata
from dataclasses import dataclass

OPEN, CLOSE = "〔", "〕"
# What a keyboard offers instead of the office's own brackets.
BRACKETS = str.maketrans({mark: OPEN for mark in "[(（【［﹝{"} | {mark: CLOSE for mark in "])）】］﹞}"})
LONGEST = 40  # characters of a pattern; the number itself is a little shorter
MOST_DIGITS = 8
_WHOLE = re.compile(r"([^{}]*)\{year\}([^{}]*)\{n(?::0([1-9]))?\}([^{}]*)")


class WrongPattern(ValueError):
    """``code``: ``shape`` (not year and then number, once each), ``digits``, ``together``, ``long``, ``empty``."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Pattern:
    """``digits`` is how many the running number has at least."""

    before: str
    between: str
    after: str
    digits: int = 1

    @property
    def key(self):
        """What numbers run by: a pattern whose running number is only written longer goes on where it was."""
        return f"{self.before}{{year}}{self.between}{{n}}{self.after}"

    @property
    def text(self):
        width = f":0{self.digits}" if self.digits > 1 else ""
        return f"{self.before}{{year}}{self.between}{{n{width}}}{self.after}"

    def number(self, year, running):
        """Return ``徐委党训〔2018〕0123号``; more digits when the year gives more."""
        return f"{self.before}{year:04d}{self.between}{running:0{self.digits}d}{self.after}"


def read_pattern(text):
    """Return the :class:`Pattern` of ``text``, its fixed parts in the spelling numbers are kept in; raises :class:`WrongPattern`.

    A beginning alone (``徐委党训``) is continued as offices do: ``〔{year}〕{n:04}号``.
    """
    if text.strip() and not set("{}") & set(text):
        text = f"{text}{OPEN}{{year}}{CLOSE}{{n:04}}号"
    found = _WHOLE.fullmatch("".join(text.split()))
    if not found:
        raise WrongPattern("shape" if text.strip() else "empty")
    before, between, digits, after = found.groups()
    fixed = [normalise_number(part) for part in (before, between, after)]
    if any(letter.isdigit() for part in fixed for letter in part):
        raise WrongPattern("digits")
    if not fixed[1]:
        raise WrongPattern("together")
    pattern = Pattern(*fixed, digits=int(digits or 1))
    if len(pattern.text) > LONGEST or pattern.digits > MOST_DIGITS:
        raise WrongPattern("long")
    return pattern


def normalise_number(text):
    """Return a number as typed by someone in the one spelling it is kept in: brackets, widths and spaces do not matter."""
    text = unicodedata.normalize("NFKC", text.translate(BRACKETS))
    return "".join(text.split()).translate(BRACKETS)
