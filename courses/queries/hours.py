"""What stands behind a line of the ledger."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q

from courses.models import HourEntry, HourRuleVersion, Lesson, LessonProgress, Recognition, WatchedInterval
from courses.rules.credit import Credit, lesson_credit, reading_seconds
from courses.rules.hour_data import parse
from courses.rules.hour_year import Annual
from courses.rules.hours import PLAIN, Credited
from courses.rules.hours import credit as credit_hours

from .hour_years import Years
from .watching import LessonWatched, lesson_watched


@dataclass(frozen=True)
class Explained:
    """``chain`` are all lines of the same source, oldest first, ``current`` the one of them that stands, or None.

    ``version`` are the rules that counted the line shown (None: minute by minute), ``credited`` the steps they took; ``cuts``
    is what its year leaves out of it. ``recognition`` is the application that earned it. The rest is there for a line that a
    lesson earned: ``parts`` is ``[(MediumWatched, [WatchedInterval])]``; ``credit`` what it would credit by what is known now.
    """

    kind: str
    chain: list
    standing: Decimal
    current: HourEntry | None
    version: HourRuleVersion | None
    credited: Credited
    cuts: list
    recognition: Recognition | None = None
    lesson: Lesson | None = None
    progress: LessonProgress | None = None
    watched: LessonWatched | None = None
    parts: list = field(default_factory=list)
    credit: Credit | None = None

    @property
    def reading_seconds(self):
        return reading_seconds(self.lesson.minutes, self.watched.states)


def explain_line(entry):
    """Return the :class:`Explained` of a line. Twelve queries, however much was watched or corrected."""
    root = (entry.reverses or entry).source_root
    chain = list(
        HourEntry.objects.filter(Q(source_root=root) | Q(reverses__source_root=root)).select_related("recorded_by")
        .order_by("pk")
    )
    taken = {line.reverses_id for line in chain}
    current = next((line for line in chain if line.reverses_id is None and line.pk not in taken), None)
    kind, _, rest = root.partition(":")
    number = rest.partition(":")[0].partition("/")[0]
    told = {
        "kind": kind, "chain": chain, "standing": sum((line.minutes for line in chain), Decimal(0)), "current": current,
        **_counted(entry), "cuts": _cuts(current) if current else [],
    }
    if kind == "recognition" and number.isdigit():
        told["recognition"] = Recognition.objects.filter(pk=int(number), person=entry.person).first()
    if kind != "lesson" or not number.isdigit():
        return Explained(**told)
    lesson = Lesson.objects.select_related("course").filter(pk=int(number)).first()
    progress = LessonProgress.objects.filter(person=entry.person, lesson=lesson).first()
    if lesson is None or progress is None:
        return Explained(**told)
    watched = lesson_watched(entry.person, lesson)
    rows = defaultdict(list)
    for row in WatchedInterval.objects.filter(person=entry.person, medium__lesson=lesson).order_by("medium", "start_ms"):
        rows[row.medium_id].append(row)
    credit = lesson_credit(
        lesson_minutes=lesson.minutes, opened_at=progress.started_at, now=progress.completed_at or progress.last_opened_at,
        media=watched.states,
    )
    return Explained(
        **told, lesson=lesson, progress=progress, watched=watched,
        parts=[(one, rows[one.medium.pk]) for one in watched.media], credit=credit,
    )


def _counted(entry):
    """Count the line shown once more, by the rules that counted it."""
    version = entry.rule_version
    rules = parse(version.rules) if version else PLAIN
    return {"version": version, "credited": credit_hours(
        kind=entry.kind, observed=abs(entry.observed), progress=entry.progress, rules=rules)}


def _cuts(line):
    """What the year of a standing line leaves out of it, as ``rules.hour_year.Cut``. Five queries."""
    for _person, annual in Years([line.person_id], date(line.on_date.year, 12, 31)).of(line.on_date.year):
        return _cuts_of(annual, line)
    return []


def _cuts_of(annual: Annual, line):
    return [cut for cut in annual.cuts if cut.line == line.pk]
