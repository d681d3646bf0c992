"""Which answer a marker is given next, and whose turn it is."""

import hashlib

from courses.rules.results import agreed

STAGES = {"wants_first": "first", "wants_second": "second", "wants_third": "third"}
THIRD_SEAT = 3


def stage(opinions, *, marker, possible, rules):
    """Return the opinion that ``marker`` could give: ``first``, ``second`` or ``third``; ``""`` when none of theirs is wanted."""
    if any(one.marker == marker for one in opinions):
        return ""
    return STAGES.get(agreed(opinions, possible=possible, rules=rules)[1], "")


def seats(wanted, rules):
    """Return the seats at an answer that whoever gives the ``wanted`` opinion may take."""
    if wanted == "third":
        return (THIRD_SEAT,)
    return (1, 2) if rules.two_markers else (1,)


def in_order(ids, *, secret):
    """Return ``ids`` in an order that tells nothing of who answered or when: the same for the same ``secret``."""
    return sorted(ids, key=lambda one: hashlib.sha256(f"{secret}/{one}".encode()).digest())


def after(ids, last):
    """Return ``ids`` beginning after ``last``, and round: what was skipped comes again at the end."""
    if last not in ids:
        return list(ids)
    at = ids.index(last) + 1
    return [*ids[at:], *ids[:at]]
