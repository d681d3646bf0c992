"""Kinds of value that parameters and answers are made of."""

import re
from datetime import UTC, date, datetime, time
from typing import Annotated, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

BIGGEST = 2**63 - 1
MOST = 500  # rows of a page
# What lies outside is as good as these: neither a database nor a time zone reckons with the year 1 or 9999.
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2999, 12, 31, tzinfo=UTC)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
WHEN = gettext_lazy(
    "A moment with its offset is expected, such as 2026-01-31T08:00:00+08:00 (in an address the plus has to be encoded).")
WHICH_DAY = gettext_lazy("A day is expected, such as 2026-01-31.")
CHOICES = {}


def _error(sentence):
    return PydanticCustomError("wrong_here", "wrong", {"sentence": sentence})


def _read_moment(value):
    """Read a moment; a plus that an address turned into a blank is one again."""
    text = re.sub(r"(?<=\d) (?=\d\d:\d\d$)", "+", value) if isinstance(value, str) else ""
    if not _MOMENT.fullmatch(text):
        raise _error(WHEN)
    try:
        return max(EARLIEST, min(LATEST, datetime.fromisoformat(text.upper())))
    except ValueError:
        raise _error(WHEN) from None


def _read_day(value):
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise _error(WHICH_DAY)
    try:
        return max(EARLIEST.date(), min(LATEST.date(), date.fromisoformat(value)))
    except ValueError:
        raise _error(WHICH_DAY) from None


def _read_number(value):
    """Digits only: 1_0, 1.0 and blanks are no numbers of an address."""
    if isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,19}", value):
        raise PydanticCustomError("int_parsing", "wrong")
    return value


def _read_flag(value):
    if value not in ("true", "false"):
        raise PydanticCustomError("bool_parsing", "wrong")
    return value == "true"


# Parameters.
MomentAsked = Annotated[datetime, BeforeValidator(_read_moment)]
DayAsked = Annotated[date, BeforeValidator(_read_day)]
NumberAsked = Annotated[int, Field(ge=0, le=BIGGEST), BeforeValidator(_read_number)]
RowAsked = Annotated[int, Field(ge=1, le=BIGGEST), BeforeValidator(_read_number)]
LimitAsked = Annotated[int, Field(ge=1, le=MOST), BeforeValidator(_read_number)]
FlagAsked = Annotated[bool, BeforeValidator(_read_flag)]
# Answers: in the district's own time, with its offset.
Moment = Annotated[datetime, AfterValidator(timezone.localtime)]


def choices(kinds, *more):
    """Return the type of the values of ``kinds`` (``TextChoices``); its labels are told with the description."""
    values = (*kinds.values, *more)
    CHOICES[values] = kinds
    return Literal[values]


def beginning_of(day):
    return timezone.make_aware(datetime.combine(day, time.min))
