"""Nudges (催办): texts with placeholders, how often someone may be nudged, and who of those chosen is left out."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

# What a template may name; which words fill them is decided by whoever sends.
PLACEHOLDERS = ("name", "organisation", "what", "missing", "sender")
DAYS = 3  # between two nudges about the same, where the district set nothing else
MOST_PEOPLE = 200
_NAMED = re.compile(r"\{([^{}]*)\}")


def unknown_placeholders(text):
    """Return what stands in braces and is no placeholder, in order, each once."""
    return list(dict.fromkeys(name for name in _NAMED.findall(text) if name not in PLACEHOLDERS))


def fill(text, values):
    """Put ``values`` (by placeholder) in; a placeholder without a value becomes nothing. What is put in is not read again."""
    return _NAMED.sub(lambda found: str(values.get(found[1], "")) if found[1] in PLACEHOLDERS else found[0], text)


def names_text(names, *, most=3):
    """Return names for one sentence: ``A、B、C`` and how many more, as ``(joined, rest)``."""
    names = list(names)
    return "、".join(names[:most]), max(0, len(names) - most)


def next_time(last, days):
    """When somebody who was nudged at ``last`` may be nudged again; None where there was no nudge, or no limit."""
    return None if last is None or days <= 0 else last + timedelta(days=days)


@dataclass(frozen=True)
class Case:
    """Someone chosen: whether their gap is ``closed`` (None: not known), when they were nudged last, who would be told."""

    closed: bool | None
    last: datetime | None
    told: tuple[int, ...]
    active: bool = True


def left_out(case, *, now, days, actor, to_liaison):
    """Return why the case is left out (a value of ``LeftOut``), or None."""
    again = next_time(case.last, days)
    if case.closed:
        return "closed"
    if not case.active and not to_liaison:
        return "inactive"
    if again is not None and now < again:
        return "recent"
    if not case.told:
        return "no_liaison"
    if set(case.told) == {actor}:
        return "own"
    return None
