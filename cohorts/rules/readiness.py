"""Who stands for an election prepared, and why someone does not: pure decisions over what the records hold.

The notice of 2017 (part III, paragraph 2) asks that training secures the residential organisations' election of 2018.
"""

from dataclasses import dataclass
from enum import StrEnum


class Lack(StrEnum):
    """What keeps a person from being prepared, in the order in which one would deal with it; ``VACANT`` is of a post."""

    VACANT = "vacant"
    NEVER_PLACED = "never_placed"
    WAITING = "waiting"
    RUNNING = "running"
    WITHDRAWN = "withdrawn"
    ABSENT = "absent"
    ON_LEAVE = "on_leave"
    NOT_COMPLETED = "not_completed"
    MINUTES = "minutes"
    ATTENDANCE = "attendance"
    EXAM = "exam"
    CERTIFICATE = "certificate"


# Why a class that is asked for was not completed; a person has one of them at most.
OF_CLASSES = (
    Lack.NEVER_PLACED, Lack.WAITING, Lack.RUNNING, Lack.WITHDRAWN, Lack.ABSENT, Lack.ON_LEAVE, Lack.NOT_COMPLETED,
)


@dataclass(frozen=True)
class Criteria:
    """What the round asks: concentrated trainings completed, minutes in the ledger, percent of sessions attended (0: not
    asked), an exam passed, a certificate. With ``leave_counts`` leave lowers the rate of attendance."""

    classes: int = 1
    minutes: int = 0
    certificate: bool = False
    attendance_percent: int = 0
    exam: bool = False
    leave_counts: bool = False


@dataclass(frozen=True)
class TrainingFacts:
    """What the records hold of a person between the beginning of the round and the day looked at.

    ``running``, ``waiting``, ``withdrawn``, ``absent``, ``on_leave`` and ``failed`` count concentrated trainings that did not
    (yet) end with completion: the last three say why (:func:`why_not`). ``sessions`` are those that count for the rate,
    ``excused`` those missed with leave; ``exams`` counts exams passed.
    """

    completed: int = 0
    running: int = 0
    withdrawn: int = 0
    failed: int = 0
    minutes: int = 0
    sessions: int = 0
    attended: int = 0
    certificates: tuple[str, ...] = ()
    waiting: int = 0
    absent: int = 0
    on_leave: int = 0
    excused: int = 0
    exams: int = 0

    @property
    def attendance_percent(self):
        """Share of sessions attended in whole percent, never rounded up; None where there was none."""
        return self.attended * 100 // self.sessions if self.sessions else None


@dataclass(frozen=True)
class Preparation:
    prepared: bool
    lacks: tuple[Lack, ...]


def meets(facts, criteria):
    """Return ``{criterion: met}`` for each criterion that is asked for, in the order in which tables show them."""
    asked = {
        "classes": (criteria.classes, facts.completed >= criteria.classes),
        "minutes": (criteria.minutes, facts.minutes >= criteria.minutes),
        "attendance": (
            criteria.attendance_percent,
            bool(facts.sessions) and facts.attended * 100 >= facts.sessions * criteria.attendance_percent,
        ),
        "exam": (criteria.exam, facts.exams > 0),
        "certificate": (criteria.certificate, bool(facts.certificates)),
    }
    return {name: met for name, (wanted, met) in asked.items() if wanted}


def preparation(facts, criteria):
    """Judge one person; ``lacks`` is empty exactly when they are prepared."""
    met = meets(facts, criteria)
    named = {"minutes": Lack.MINUTES, "attendance": Lack.ATTENDANCE, "exam": Lack.EXAM, "certificate": Lack.CERTIFICATE}
    lacks = [] if met.get("classes", True) else [_of_classes(facts)]
    lacks += [lack for name, lack in named.items() if not met.get(name, True)]
    return Preparation(not lacks, tuple(lacks))


def _of_classes(facts):
    """Name the nearest to completion: who is in a class lacks its end, who was never placed lacks everything."""
    for count, lack in (
        (facts.running, Lack.RUNNING), (facts.failed, Lack.NOT_COMPLETED), (facts.absent, Lack.ABSENT),
        (facts.on_leave, Lack.ON_LEAVE), (facts.waiting, Lack.WAITING), (facts.withdrawn, Lack.WITHDRAWN),
    ):
        if count:
            return lack
    return Lack.NEVER_PLACED


def why_not(reasons, *, attended, absent, excused):
    """Say why a class was not completed: ``absent``, ``on_leave``, or ``failed`` where it was something else.

    ``reasons`` are the codes of its verdict (``cohorts.rules.completion``), none where it was closed without one; the others
    count sessions.
    """
    if {"leave", "all_excused"} & set(reasons):
        return "on_leave"
    if "attendance" in reasons or (not reasons and not attended and (absent or excused)):
        return "on_leave" if excused > absent else "absent"
    return "failed"


class Standing(StrEnum):
    """How an organisation goes into its election."""

    READY = "ready"
    RESERVE_ONLY = "reserve_only"
    NOBODY = "nobody"


def standing_of(incumbents_prepared, reserves_prepared):
    """Judge an organisation by how many are prepared: red where no one at all is."""
    if incumbents_prepared:
        return Standing.READY
    return Standing.RESERVE_ONLY if reserves_prepared else Standing.NOBODY


def standing(incumbents, reserves):
    """Judge an organisation from its people's :class:`Preparation`."""
    return standing_of(sum(p.prepared for p in incumbents), sum(p.prepared for p in reserves))


def vacancies(posts, holders):
    """Return ``{position: posts without a holder}``, both arguments being counts by position; full ones are left out."""
    open_ = {position: wanted - holders.get(position, 0) for position, wanted in posts.items()}
    return {position: count for position, count in open_.items() if count > 0}
