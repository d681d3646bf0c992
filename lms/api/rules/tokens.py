"""What a token is worth on a day, and what may be asked of a new one."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LONGEST_DAYS = 366


class Standing(StrEnum):
    VALID = "valid"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Term:
    """From the day ``starts_on`` to the day ``ends_on``, both included, unless ``revoked``."""

    starts_on: date
    ends_on: date
    revoked: bool = False


def standing(term, *, today):
    """Return the :class:`Standing` of ``term`` on the date ``today``; what was revoked stays so."""
    if term.revoked:
        return Standing.REVOKED
    if today < term.starts_on:
        return Standing.NOT_YET
    return Standing.EXPIRED if today > term.ends_on else Standing.VALID


def lacks(term, *, resources, telephones, reason, today):
    """Return what keeps a token from being made, as ``{field: code}``; empty when nothing does.

    Telephone numbers belong to people and leave only with a reason; a token ends within :data:`LONGEST_DAYS` days, so that
    somebody looks again whether the other system still needs it.
    """
    found = {}
    if not resources:
        found["resources"] = "none"
    if term.ends_on < term.starts_on:
        found["ends_on"] = "before_start"
    elif term.ends_on < today:
        found["ends_on"] = "over"
    elif (term.ends_on - term.starts_on).days >= LONGEST_DAYS:
        found["ends_on"] = "too_long"
    if telephones and "people" not in resources:
        found["telephones"] = "without_people"
    if telephones and not reason.strip():
        found["telephones_reason"] = "none"
    return found
