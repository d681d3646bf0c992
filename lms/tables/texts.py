"""Which texts a spreadsheet would take for something else, and what is done about it.

In a workbook every text is typed as text and stays as it is; one that begins like a formula also carries the mark that keeps
it a text when somebody edits the cell. A file of comma-separated values has no types: there an apostrophe goes before such a
text, and :func:`unquoted` takes it away again, so that whoever reads the file by this rule has every text unchanged.
"""

import re

# What spreadsheets calculate or call, in narrow and wide forms, also behind blanks.
_ACTING = re.compile(r"[\s\x00]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|[\t\r\n\x00]")
# Digits that a spreadsheet would take for a number: leading zeros and the last digits of identity numbers would be lost.
_DIGITS = re.compile(r"0\d+|\d{8,}")
_QUOTED = re.compile(r"'+(.*)", re.DOTALL)


def acts(text):
    """Tell whether a spreadsheet might calculate ``text``, were it not typed as text."""
    return _ACTING.match(text) is not None


def quoted(text):
    """Return ``text`` for a file without types: with an apostrophe where a spreadsheet would not keep it as a text."""
    return f"'{text}" if _needs_quote(text) else text


def unquoted(text):
    """Return what :func:`quoted` was given."""
    return text[1:] if text.startswith("'") and _needs_quote(text[1:]) else text


def _needs_quote(text):
    bare = _QUOTED.fullmatch(text)
    bare = bare[1] if bare else text
    return _ACTING.match(bare) is not None or _DIGITS.fullmatch(bare) is not None
