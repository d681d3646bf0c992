"""What the verbs of the trail are called: every app names its own in ``trail_labels.py``, which is loaded at the start."""

from typing import Any

GROUPS: dict[Any, dict[str, Any]] = {}
LABELS: dict[str, Any] = {}
DETAILS: dict[str, Any] = {}
CODES: dict[str, type] = {}


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


def register_details(labels, codes=None):
    """Name the keys of details: ``{key: label}``; ``codes`` maps a key to the choices that its values are taken from."""
    DETAILS.update(labels)
    CODES.update(codes or {})


def details_of(detail):
    """Return the details of a line as ``[(label, text)]``; what is empty says nothing and is left out."""
    return [
        (DETAILS.get(key, key), _in_words(key, value)) for key, value in detail.items() if value not in ("", None, [], {})
    ]


def _in_words(key, value):
    if isinstance(value, list):
        return "、".join(_in_words(key, each) for each in value)
    codes = CODES.get(key)
    return str(codes(value).label) if codes and value in codes.values else str(value)


def choices():
    """Return the verbs as grouped choices of a form field."""
    return [(group, sorted(((verb, str(label)) for verb, label in labels.items()), key=lambda pair: pair[1]))
            for group, labels in GROUPS.items()]
