"""What stands behind a line of the ledger."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from courses.models import HourEntry, Lesson, LessonProgress, WatchedInterval
from courses.rules.credit import Credit, lesson_credit, reading_seconds

from .watching import LessonWatched, lesson_watched


@dataclass(frozen=True)
class Explained:
    """``chain`` are all lines of the same source, oldest first; the rest is there for a line that a lesson earned.

    ``parts`` is ``[(MediumWatched, [WatchedInterval])]``; ``credit`` what the lesson would credit by what is known now.
    """

    kind: str
    chain: list
    standing: int
    lesson: Lesson | None = None
    progress: LessonProgress | None = None
    watched: LessonWatched | None = None
    parts: list = field(default_factory=list)
    credit: Credit | None = None

    @property
    def reading_seconds(self):
        return reading_seconds(self.lesson.minutes, self.watched.states)


def explain_line(entry):
    """Return the :class:`Explained` of a line. Eight queries, however much was watched or corrected."""
    root = (entry.reverses or entry).source_root
    chain = list(
        HourEntry.objects.filter(Q(source_root=root) | Q(reverses__source_root=root)).select_related("recorded_by")
        .order_by("pk")
    )
    standing = sum(line.minutes for line in chain)
    kind, _, rest = root.partition(":")
    number = rest.partition(":")[0]
    if kind != "lesson" or not number.isdigit():
        return Explained(kind, chain, standing)
    lesson = Lesson.objects.select_related("course").filter(pk=int(number)).first()
    progress = LessonProgress.objects.filter(person=entry.person, lesson=lesson).first()
    if lesson is None or progress is None:
        return Explained(kind, chain, standing)
    watched = lesson_watched(entry.person, lesson)
    rows = defaultdict(list)
    for row in WatchedInterval.objects.filter(person=entry.person, medium__lesson=lesson).order_by("medium", "start_ms"):
        rows[row.medium_id].append(row)
    credit = lesson_credit(
        lesson_minutes=lesson.minutes, opened_at=progress.started_at, now=progress.completed_at or progress.last_opened_at,
        media=watched.states,
    )
    return Explained(
        kind, chain, standing, lesson, progress, watched,
        [(one, rows[one.medium.pk]) for one in watched.media], credit,
    )
