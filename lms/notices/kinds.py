"""What a notice says: every app names its kinds in ``notice_kinds.py``, which is loaded at the start.

A notice keeps the kind and the values for its text, so that it is read in the language of whoever reads it.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Kind:
    """``text`` is a translatable sentence with ``%(name)s`` for the values of the notice; ``icon`` a Lucide name."""

    text: Any
    icon: str


KINDS: dict[str, Kind] = {}


def register(name, *, text, icon):
    """Add the kind ``name`` (dotted, as in ``question.answered``); a kind is named once."""
    if name in KINDS:
        raise ValueError(f"kind of notice named twice: {name}")
    KINDS[name] = Kind(text, icon)
