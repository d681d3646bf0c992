"""Dates as exact as they were handed in: a year, a month or a day."""

import re
from datetime import date, datetime, timedelta

from .text import tight

_PARTS = re.compile(r"(\d{4})(?:[年./\-,、](\d{1,2})(?:[月./\-,、](\d{1,2})[日号]?)?)?[年月./\-]?")
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_TAIL = re.compile(r"(至今|以来|出生|生|起|任职|任)$")
_CLOCK = re.compile(r"(?<=\d)[ T]?\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_EPOCH = date(1899, 12, 30)
_SERIALS = range(3654, 73051)  # 1910 to 2099, as spreadsheets count days


class Unclear(ValueError):
    """The text may mean two different months."""


def partial_date(value):
    """Return ``"1974"``, ``"1974-05"`` or ``"1974-05-02"``; "" for an empty cell.

    Takes dates, spreadsheet day numbers and text in all notations of rosters (``1974年5月``, ``1974.05``, ``197405``,
    ``1974/5/2``, full-width digits). Raises ValueError for anything else, :class:`Unclear` for the number 1974.1, which is
    either January or a shortened October.
    """
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        raise ValueError(value)
    if isinstance(value, int | float):
        return _of_number(value)
    text = _TAIL.sub("", _CLOCK.sub("", tight(value)))
    if not text:
        return ""
    if text.isdigit():
        return _of_digits(text)
    parts = _PARTS.fullmatch(text)
    if parts is None:
        raise ValueError(text)
    return _joined(*parts.groups())


def _of_number(number):
    if float(number).is_integer():
        if int(number) in _SERIALS and number > 9999:
            return (_EPOCH + timedelta(days=int(number))).isoformat()
        return _of_digits(str(int(number)))
    year, decimals = f"{number:.2f}".split(".")
    if decimals == "10":
        raise Unclear(number)
    if abs(float(f"{number:.2f}") - number) > 1e-9:
        if int(number) in _SERIALS:  # a day with its time of day
            return (_EPOCH + timedelta(days=int(number))).isoformat()
        raise ValueError(number)
    return _joined(year, decimals, None)


def _of_digits(text):
    if len(text) == 4:
        return _joined(text, None, None)
    run = _RUN.fullmatch(text)
    if run is None:
        raise ValueError(text)
    return _joined(*run.groups())


def _joined(year, month, day):
    if not 1900 <= int(year) <= 2199:
        raise ValueError(year)
    if month is None:
        return year
    whole = date(int(year), int(month), int(day or 1))  # refuses a 13th month and the 31st of April
    return whole.isoformat() if day else f"{whole:%Y-%m}"


def is_after(partial, today):
    """Tell whether the date lies after the day ``today``, as exactly as it is known."""
    return partial > today.isoformat()[: len(partial)]


def agree(one, other):
    """Tell whether two partial dates may be the same day: a month agrees with each day of it, "" with every date."""
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(shorter)


def first_day(partial):
    """Return the first day that the partial date may mean, or None."""
    return date.fromisoformat(partial + "-01-01"[len(partial) - 4:] if len(partial) < 10 else partial) if partial else None
