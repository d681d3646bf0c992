"""Who stands for an election prepared, and why someone does not: pure decisions over what the records hold.

The notice of 2017 (part III, paragraph 2) asks that training secures the residential organisations' election of 2018.
"""

from dataclasses import dataclass
from enum import StrEnum


class Lack(StrEnum):
    """What keeps a person from being prepared, in the order in which one would deal with it."""

    NEVER_PLACED = "never_placed"
    RUNNING = "running"
    WITHDRAWN = "withdrawn"
    NOT_COMPLETED = "not_completed"
    MINUTES = "minutes"
    CERTIFICATE = "certificate"


@dataclass(frozen=True)
class Criteria:
    """What the round asks: concentrated trainings completed, minutes in the ledger (0: not asked), a certificate."""

    classes: int = 1
    minutes: int = 0
    certificate: bool = False


@dataclass(frozen=True)
class TrainingFacts:
    """What the records hold of a person between the beginning of the round and the day looked at.

    ``running``, ``withdrawn`` and ``failed`` count concentrated trainings that did not (yet) end with completion.
    """

    completed: int = 0
    running: int = 0
    withdrawn: int = 0
    failed: int = 0
    minutes: int = 0
    sessions: int = 0
    attended: int = 0
    certificates: tuple[str, ...] = ()

    @property
    def attendance_percent(self):
        """Share of sessions attended, or None where there was none."""
        return round(self.attended * 100 / self.sessions) if self.sessions else None


@dataclass(frozen=True)
class Preparation:
    prepared: bool
    lacks: tuple[Lack, ...]


def preparation(facts, criteria):
    """Judge one person; ``lacks`` is empty exactly when they are prepared."""
    lacks = []
    if facts.completed < criteria.classes:
        if facts.running:
            lacks.append(Lack.RUNNING)
        elif facts.failed:
            lacks.append(Lack.NOT_COMPLETED)
        elif facts.withdrawn:
            lacks.append(Lack.WITHDRAWN)
        else:
            lacks.append(Lack.NEVER_PLACED)
    if facts.minutes < criteria.minutes:
        lacks.append(Lack.MINUTES)
    if criteria.certificate and not facts.certificates:
        lacks.append(Lack.CERTIFICATE)
    return Preparation(not lacks, tuple(lacks))


class Standing(StrEnum):
    """How an organisation goes into its election."""

    READY = "ready"
    RESERVE_ONLY = "reserve_only"
    NOBODY = "nobody"


def standing(incumbents, reserves):
    """Judge an organisation from its people's :class:`Preparation`: red where no one at all is prepared."""
    if any(person.prepared for person in incumbents):
        return Standing.READY
    return Standing.RESERVE_ONLY if any(person.prepared for person in reserves) else Standing.NOBODY
