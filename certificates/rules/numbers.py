"""Certificate numbers: a prefix, the year in shell brackets, a running number, as offices number their papers."""

import unicodedata

OPEN, CLOSE = "〔", "〕"
# What a keyboard offers instead of the office's own brackets.
BRACKETS = str.maketrans({mark: OPEN for mark in "[(（【［﹝{"} | {mark: CLOSE for mark in "])）】］﹞}"})


def format_number(prefix, year, running):
    """Return ``徐委党训〔2018〕0123号``: four digits at least, more when the year gives more."""
    return f"{prefix}{OPEN}{year}{CLOSE}{running:04d}号"


def normalise_number(text):
    """Return a number as typed by someone in the one spelling it is kept in: brackets, widths and spaces do not matter."""
    text = unicodedata.normalize("NFKC", text.translate(BRACKETS))
    return "".join(text.split()).translate(BRACKETS)
