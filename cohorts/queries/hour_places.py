"""The same hours under the rules of several places: nothing but the data of the rules differs."""

from dataclasses import dataclass
from datetime import date

from courses.models import HourEntry
from courses.rules.hour_data import parse
from courses.rules.hour_presets import PRESETS
from courses.rules.hour_year import Annual, Line, annual
from courses.rules.hours import Credited, HourRules, credit


@dataclass(frozen=True)
class Place:
    """A set of rules with its name; ``key`` is the preset's, or empty for those that count for the person."""

    key: str
    label: str
    rules: HourRules


@dataclass(frozen=True)
class Cell:
    """What a line is credited there, the steps of it, and the cuts of the year that touch it; minutes are 45 an hour."""

    credited: Credited
    counted: object
    cuts: list


@dataclass(frozen=True)
class Column:
    place: Place
    annual: Annual


@dataclass(frozen=True)
class Compared:
    """``rows`` are ``(entry, [Cell for each column])``."""

    columns: list
    rows: list


def presets(keys, labels):
    return [Place(key, labels[key], parse(PRESETS[key])) for key in keys if key in PRESETS]


def compare(person, year, day, places, required):
    """Count the lines that stand in ``year`` as of ``day`` by the rules of each of ``places``. One query."""
    end = min(day, date(year, 12, 31))
    entries = list(
        HourEntry.objects.filter(person=person).in_year(year).standing_on(end).select_related("rule_version")
        .order_by("on_date", "pk")
    )
    columns, cells = [], []
    for place in places:
        credits = {
            entry.pk: credit(kind=entry.kind, observed=entry.observed, progress=entry.progress, rules=place.rules)
            for entry in entries
        }
        lines = [Line(entry.pk, entry.on_date, entry.kind, credits[entry.pk].minutes, entry.subject) for entry in entries]
        whole = annual(lines, place.rules, required=required)
        columns.append(Column(place, whole))
        cells.append({
            entry.pk: Cell(credits[entry.pk], whole.by_line[entry.pk], [cut for cut in whole.cuts if cut.line == entry.pk])
            for entry in entries
        })
    return Compared(columns, [(entry, [column[entry.pk] for column in cells]) for entry in entries])
