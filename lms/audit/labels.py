"""What the verbs of the trail are called: every app names its own in ``trail_labels.py``, which is loaded at the start."""

from typing import Any

GROUPS: dict[Any, dict[str, Any]] = {}
LABELS: dict[str, Any] = {}


def register(group, labels):
    """Add ``{verb: label}`` under the heading ``group``; a verb is named once."""
    twice = LABELS.keys() & labels.keys()
    if twice:
        raise ValueError(f"verbs are named twice: {sorted(twice)}")
    GROUPS.setdefault(group, {}).update(labels)
    LABELS.update(labels)


def label_of(verb):
    """Return the verb in words, or the verb itself where no app named it."""
    return LABELS.get(verb, verb)


def choices():
    """Return the verbs as grouped choices of a form field."""
    return [(group, sorted(((verb, str(label)) for verb, label in labels.items()), key=lambda pair: pair[1]))
            for group, labels in GROUPS.items()]
