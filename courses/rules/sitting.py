"""Whether a person may begin an attempt now."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sitting:
    """What is known of a person and an exam; ``attempts_used`` counts the attempts handed in."""

    is_open: bool
    has_paper: bool
    is_candidate: bool
    open_to_all: bool
    attempts_used: int
    attempts_allowed: int


def refusal(sitting):
    """Return why an attempt cannot begin (``not_candidate``, ``closed``, ``no_paper``, ``no_attempts``), or ``""``."""
    if not (sitting.is_candidate or sitting.open_to_all):
        return "not_candidate"
    if not sitting.is_open:
        return "closed"
    if not sitting.has_paper:
        return "no_paper"
    if sitting.attempts_used >= sitting.attempts_allowed:
        return "no_attempts"
    return ""
