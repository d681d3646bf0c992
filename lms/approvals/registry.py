"""What a second person approves. Apps register their kinds in ``approvals.py``, which is loaded when the apps are ready."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class Kind:
    """One thing that two people do together.

    ``run(actor=, **params)`` does it; what it cannot do is a ``ValidationError`` with a sentence. ``decide`` is the verb of who
    may approve, asked of the approval itself: its row of the matrix names the roles. ``may_ask(user, params)`` tells whether
    whoever asked still has the right, and is asked again before it is done. ``facts(approval)`` returns ``[(label, text)]`` of
    how things stand now, for the page on which it is decided.
    """

    key: str
    label: Any
    icon: str
    run: Callable
    decide: str
    may_ask: Callable
    facts: Callable


KINDS: dict[str, Kind] = {}


def register(kind):
    """Add a kind; a key is named once."""
    if kind.key in KINDS:
        raise ValueError(f"kind of approval named twice: {kind.key}")
    KINDS[kind.key] = kind


def is_asked(key):
    """Tell whether this installation asks for a second person here (the setting ``SECOND_PERSON``)."""
    chosen = settings.SECOND_PERSON
    return "all" in chosen or key in chosen
