"""What an exam still lacks before it can be opened."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Lack:
    """``code``: ``no_paper``, ``short``, ``over`` or ``rubric``; the numbers say where."""

    code: str
    number: int = 0
    wanted: int = 0
    found: int = 0


@dataclass(frozen=True)
class Draft:
    """``questions`` on a drawn paper; ``short`` as ``rules.paper.choose`` tells; ``rubrics_off`` are
    ``(number of the question, sum of its criteria, its points)``."""

    questions: int
    short: tuple = ()
    rubrics_off: tuple[tuple[int, int, int], ...] = ()
    closes_at: datetime | None = None


def lacks(draft, *, now):
    """Return the :class:`Lack` of everything that stands in the way, ``[]`` when the exam can be opened."""
    found = [Lack("short", one.number, one.wanted, one.found) for one in draft.short]
    if not draft.questions and not found:
        found.append(Lack("no_paper"))
    found += [Lack("rubric", number, wanted, given) for number, given, wanted in draft.rubrics_off]
    if draft.closes_at and draft.closes_at <= now:
        found.append(Lack("over"))
    return found
