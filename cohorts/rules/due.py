"""What waits for a trainee, by when, and how much of it is done."""

from dataclasses import dataclass
from datetime import date

COURSE = "course"
EXAM = "exam"
ASSIGNMENT = "assignment"


@dataclass(frozen=True)
class Due:
    """A course to learn, an exam to pass or an assignment to hand in ``by`` a day; ``done`` of ``required``.

    For an exam ``done`` is the best percentage so far and ``required`` the pass mark; ``tried`` how often it was sat,
    ``waits`` that it was handed in and its result is not out. An assignment has ``passed`` once it is handed in, and was
    ``tried`` when it was returned.
    """

    kind: str
    key: int
    title: str
    url: str
    by: date
    done: int
    required: int
    passed: bool = False
    tried: int = 0
    waits: bool = False

    @property
    def complete(self):
        if self.kind == COURSE:
            return self.done >= self.required
        return self.passed or self.waits


@dataclass(frozen=True)
class Waiting:
    """A :class:`Due` item as of a day: ``late`` when that day is past, ``days`` left else (0 on the last day)."""

    item: Due
    days: int
    late: bool


def waiting(items, today):
    """Return what is not complete, each once (asked for by several classes: the earliest day), the most urgent first."""
    first = {}
    for item in items:
        known = first.get((item.kind, item.key))
        if known is None or item.by < known.by:
            first[item.kind, item.key] = item
    left = [item for item in first.values() if not item.complete]
    left.sort(key=lambda item: (item.by, item.kind != COURSE, item.title))
    return [Waiting(item, max((item.by - today).days, 0), item.by < today) for item in left]
