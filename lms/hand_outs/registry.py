"""Which kinds of file are handed out this way. Apps register theirs where their jobs are registered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class HandOutKind:
    """``make(hand_out, path)`` writes the file and returns ``{"sha256": of the data, ...counts}``; ``allowed(user, hand_out)``
    tells whether the person may still have it, and is asked when it is made and at every download."""

    label: Any
    make: Callable
    allowed: Callable


KINDS: dict[str, HandOutKind] = {}


def register(kind, label, *, make, allowed):
    """Add a kind of file; a kind is named once."""
    if kind in KINDS:
        raise ValueError(f"kind of file named twice: {kind}")
    KINDS[kind] = HandOutKind(label, make, allowed)
