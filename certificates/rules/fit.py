"""How large a text may be set so that it stays within its lines; names of thirty letters happen."""

import unicodedata

POINTS_A_MILLIMETRE = 72 / 25.4
LEAST = 0.4
STEP = 0.5
NARROW = 0.58


def ems(text):
    """Return about how wide ``text`` is in ems: Chinese is one each, Latin letters and digits somewhat more than half."""
    return sum(1 if unicodedata.east_asian_width(sign) in "WFA" else NARROW for sign in text)


def fitting_size(text, *, size, width, lines=1, spacing=0, indent=0):
    """Return the largest size (points) up to ``size`` at which ``text`` fits into ``lines`` lines of ``width`` millimetres.

    ``spacing`` and ``indent`` are ems. Lines that break leave up to an em empty each. It stops at four tenths of the size.
    """
    wide = ems(text) + spacing * len(text) + indent
    room = width * POINTS_A_MILLIMETRE
    tried = size
    while tried > size * LEAST and wide > lines * room / tried - (lines - 1):
        tried -= STEP
    return max(tried, size * LEAST)
