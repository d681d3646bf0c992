"""Readiness as plain data, the same text for the same rows, and what changed from one to the other.

The data is ``{"round": {...}, "organisations": [...], "people": [...], "classes": [...]}`` of plain values, made by
``cohorts.queries.readiness_data.collect``. A person stands once for each post: organisation, person and position are their key.
"""

import hashlib
import json
from dataclasses import dataclass, fields
from enum import StrEnum

from cohorts.rules.readiness import Criteria, TrainingFacts


def canonical(data):
    """Return ``data`` as the one text that stands for it: keys in order, no spaces, characters as they are."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sum_of(text):
    """Return the SHA-256 of a canonical text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


class Altered(ValueError):
    """The data of a snapshot is not what was frozen."""


def read_data(text, sha256):
    """Read a canonical text back; raises :class:`Altered` where it is not the one whose sum was kept."""
    if sum_of(text) != sha256:
        raise Altered
    return json.loads(text)


def facts_in(row):
    """Return the :class:`TrainingFacts` that a row of people keeps; how far someone came is said by its ``lacks``."""
    names = {one.name for one in fields(TrainingFacts)} & row.keys()
    return TrainingFacts(**{name: row[name] for name in names - {"certificates"}}, certificates=tuple(row["certificates"]))


def criteria_in(data):
    """Return the :class:`Criteria` that the data was judged by."""
    return Criteria(**{one.name: data["round"][one.name] for one in fields(Criteria)})


class Change(StrEnum):
    """What became of a post between two snapshots, and why it was gained or given up."""

    GAINED = "gained"
    LOST = "lost"
    CAME = "came"
    LEFT = "left"


class Why(StrEnum):
    MET = "met"  # what was lacking is there; ``lacks`` names it
    LACKS = "lacks"  # something is lacking now; ``lacks`` names it
    APPOINTED = "appointed"  # took the post
    MOVED = "moved"  # held, or holds, another post; ``other`` names it
    ORGANISATION_CAME = "organisation_came"
    ORGANISATION_LEFT = "organisation_left"
    ENDED = "ended"  # holds the post no more


@dataclass(frozen=True)
class Changed:
    """``person`` is the row of the person's data, before or after; ``other`` the row of their other post, where they moved."""

    change: Change
    why: Why
    organisation: dict
    person: dict
    lacks: tuple[str, ...] = ()
    other: dict | None = None


def compare(before, after):
    """Return the :class:`Changed` list between two sets of data, in the order of :class:`Change`, then of the organisations.

    Whoever came prepared, or left, is told as come or left only: nothing was gained by training.
    """
    old, new = _by_key(before), _by_key(after)
    olds, news = _organisations(before), _organisations(after)
    found = []
    for key in [*new, *(key for key in old if key not in new)]:
        was, now = old.get(key), new.get(key)
        if was and now:
            found += _trained(was, now, news[now["organisation"]])
        elif now:
            other = _elsewhere(now, old, new)
            why = Why.MOVED if other else Why.APPOINTED if now["organisation"] in olds else Why.ORGANISATION_CAME
            found.append(Changed(Change.CAME, why, news[now["organisation"]], now, other=other))
        else:
            other = _elsewhere(was, new, old)
            why = Why.MOVED if other else Why.ENDED if was["organisation"] in news else Why.ORGANISATION_LEFT
            found.append(Changed(Change.LEFT, why, olds[was["organisation"]], was, other=other))
    order = list(Change)
    return sorted(found, key=lambda one: order.index(one.change))


def _trained(was, now, organisation):
    if was["prepared"] == now["prepared"]:
        return []
    if now["prepared"]:
        return [Changed(Change.GAINED, Why.MET, organisation, now, tuple(was["lacks"]))]
    return [Changed(Change.LOST, Why.LACKS, organisation, now, tuple(now["lacks"]))]


def _by_key(data):
    return {(row["organisation"], row["person"], row["position"]): row for row in data["people"]}


def _organisations(data):
    return {row["id"]: row for row in data["organisations"]}


def _elsewhere(row, there, here):
    """Find a post that the person holds ``there`` and not ``here``."""
    return next((
        one for key, one in there.items() if one["person"] == row["person"] and key not in here
    ), None)
