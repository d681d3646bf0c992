"""Demand that was not met, for the next plan: what was asked for and not brought, by topic, sub-district and month."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Unmet(StrEnum):
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # before it was answered
    OVERDUE = "overdue"  # still waits after the last day of an answer
    WISH = "wish"  # the menu lacks it


@dataclass(frozen=True)
class Ask:
    """One order or wish that was not met; ``month`` is the first day of the month in which it was wanted."""

    kind: Unmet
    topic: str
    area: str
    month: date
    people: int


@dataclass(frozen=True)
class Line:
    """``counts`` are asks by :class:`Unmet`."""

    topic: str
    area: str
    month: date
    counts: dict
    people: int

    @property
    def asks(self):
        return sum(self.counts.values())


def grouped(asks):
    """Return the :class:`Line` list of the asks by topic, area and month, topics most asked for first."""
    groups, weight = {}, {}
    for ask in asks:
        groups.setdefault((ask.topic, ask.area, ask.month), []).append(ask)
        weight[ask.topic] = weight.get(ask.topic, 0) + 1
    lines = [
        Line(topic, area, month, {kind: sum(ask.kind == kind for ask in held) for kind in Unmet},
             sum(ask.people for ask in held))
        for (topic, area, month), held in groups.items()
    ]
    return sorted(lines, key=lambda line: (-weight[line.topic], line.topic, line.month, line.area))


def totals(lines):
    """Return ``{kind: asks}`` of all lines."""
    return {kind: sum(line.counts[kind] for line in lines) for kind in Unmet}
