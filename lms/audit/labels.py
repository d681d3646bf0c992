"""What the verbs of the trail are called: every app names its own in ``trail_labels.py``, which is loaded at the start."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext

GROUPS: dict[Any, dict[str, Any]] = {}
LABELS: dict[str, Any] = {}
DETAILS: dict[str, Any] = {}
FIELD_KEYS = ("changed", "fields")  # details that list fields of what the line is about
CODES: dict[str, tuple[type, ...]] = {}


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
    for key, choices in (codes or {}).items():
        CODES[key] = (*CODES.get(key, ()), choices)


def details_of(detail, model=None):
    """Return the details of a line as ``[(label, text)]``; what is empty says nothing and is left out.

    ``model`` is what the line is about: the names of its fields are told as its forms tell them.
    """
    return [
        (DETAILS.get(key, key), _in_words(key, value, model))
        for key, value in detail.items() if value not in ("", None, [], {})
    ]


def _in_words(key, value, model):
    if isinstance(value, list):
        return "、".join(_in_words(key, each, model) for each in value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if key in FIELD_KEYS and isinstance(value, str):
        return _field(model, value)
    for codes in CODES.get(key, ()):
        if value in codes.values:
            return str(codes(value).label)
    return str(value)


def _field(model, name):
    try:
        return str(model._meta.get_field(name).verbose_name)
    except (AttributeError, FieldDoesNotExist):
        return name


def choices():
    """Return the verbs as grouped choices of a form field."""
    return [(group, sorted(((verb, str(label)) for verb, label in labels.items()), key=lambda pair: pair[1]))
            for group, labels in GROUPS.items()]
