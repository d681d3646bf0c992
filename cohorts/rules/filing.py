"""What an organisation files by a day (备案): what is missing, how it stands, and what of its plan should have happened.

The notice of 2017 (part I, paragraphs 1 and 2) asks every branch for its plan of the three meetings and one lesson by the end
of June, and for the fixed day of the month that is its theme day.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

LATE, RETURNED, DUE, WAITING, FILED_LATE, FILED = "late", "returned", "due", "waiting", "filed_late", "filed"
DONE = (FILED, FILED_LATE)
# Those for whom the organisation itself has something to do.
OPEN = (LATE, RETURNED, DUE)
MEETINGS = ("general", "committee", "group", "lesson")
MOST_ITEMS = 60


@dataclass(frozen=True)
class Asked:
    """What a call asks: planned items, each of the three meetings and the lesson among them, a theme day, a file."""

    items: bool = True
    meetings: bool = False
    theme_day: bool = False
    file: bool = False


@dataclass(frozen=True)
class Lack:
    """Something that a version lacks: ``what`` is ``items``, ``meeting`` (``kind`` says which), ``theme_day`` or ``file``."""

    what: str
    kind: str = ""


def lacks(asked, *, kinds, theme_day, file):
    """Return the :class:`Lack` list of a version with items of ``kinds``, a ``theme_day`` (of the month, or None), a ``file``."""
    found = []
    if asked.items and not kinds:
        found.append(Lack("items"))
    elif asked.meetings:
        found += [Lack("meeting", kind) for kind in MEETINGS if kind not in kinds]
    if asked.theme_day and not theme_day:
        found.append(Lack("theme_day"))
    if asked.file and not file:
        found.append(Lack("file"))
    return found


def standing(*, handed_in_on, latest, due_on, today):
    """How an organisation stands.

    ``handed_in_on`` is the day on which the version that was filed first had been submitted (None: none was filed): whoever
    hands in by the due day is in time, however long the answer takes. ``latest`` is the state of its newest version, or "".
    """
    if handed_in_on is not None:
        return FILED if handed_in_on <= due_on else FILED_LATE
    if latest == "submitted":
        return WAITING
    if today > due_on:
        return LATE
    return RETURNED if latest == "returned" else DUE


def last_day(year, month, day=None):
    """The day by which an item planned for a month, or a day of it, should have happened."""
    return date(year, month, day or monthrange(year, month)[1])


def is_day(year, month, day):
    return 1 <= day <= monthrange(year, month)[1]


def remind_on(due_on, days, today):
    """Return which of ``days`` before ``due_on`` has come last by ``today``, or None: one reminder is given for each.

    Past the due day nothing is reminded of any more: that is what nudges are for.
    """
    left = (due_on - today).days
    passed = [day for day in days if day >= left]
    return min(passed) if passed and left >= 0 else None


@dataclass
class Tally:
    """Organisations by standing, and the items of the filed plans: executed, planned, and planned for a day that is past."""

    asked: int = 0
    filed: int = 0
    filed_late: int = 0
    waiting: int = 0
    returned: int = 0
    due: int = 0
    late: int = 0
    planned: int = 0
    executed: int = 0
    behind: int = 0

    def add(self, how, plan=(0, 0, 0)):
        """Count an organisation that stands ``how``, with ``plan`` as (planned, executed, behind)."""
        self.asked += 1
        setattr(self, how, getattr(self, how) + 1)
        self.planned += plan[0]
        self.executed += plan[1]
        self.behind += plan[2]

    @property
    def done(self):
        return self.filed + self.filed_late

    @property
    def light(self):
        """``red`` where anybody is late, ``amber`` where something is open or behind, else ``green``."""
        if self.late:
            return "red"
        return "amber" if self.asked > self.done or self.behind else "green"
