"""What a programme plans, schedules and has delivered, and which versions of its courses it pins."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from cohorts.enums import SessionKind
from cohorts.models import ClassSession
from cohorts.rules.modules import Module, Reason, mix
from courses.models import Lesson, Syllabus, SyllabusLesson


@dataclass(frozen=True)
class Line:
    """Minutes of a module or a kind, over all cohorts; ``most`` is the longest of all lines, for the length of the bars."""

    label: str
    planned: int
    scheduled: int
    delivered: int
    most: int = 0
    weight: int = 0
    note: str = ""


@dataclass(frozen=True)
class Hours:
    """``cohorts`` is how many share the plan; ``reasons`` are why the mix misses the weights; ``loose`` the minutes of
    meetings that belong to no module."""

    cohorts: int
    modules: list[Line]
    kinds: list[Line]
    reasons: list[Reason]
    loose: int


def hours_of(programme):
    """Return the :class:`Hours` of a programme. Three queries.

    What is planned is planned for each cohort, so it counts as often as there are cohorts that were not cancelled.
    """
    cohorts = programme.cohorts.filter(cancelled_at=None).count()
    found = list(
        ClassSession.objects.filter(cohort__programme=programme, cohort__cancelled_at=None, cancelled_at=None)
        .values("module_id", "kind").order_by()
        .annotate(scheduled=Sum("minutes"), delivered=Sum("minutes", filter=Q(closed_at__isnull=False)))
    )
    times = max(cohorts, 1)
    modules = [
        (module, Module(module.pk, module.title, module.weight, module.minutes * times, *_sums(found, "module_id", module.pk)))
        for module in programme.modules.select_related("category")
    ]
    kinds = [
        Module(0, str(kind.label), 0, programme.minutes_by_kind.get(kind.value, 0) * times, *_sums(found, "kind", kind.value))
        for kind in SessionKind
    ]
    kinds = [line for line in kinds if line.planned or line.scheduled]
    return Hours(
        cohorts, _lines([figures for _row, figures in modules], [row for row, _figures in modules]), _lines(kinds),
        mix([figures for _row, figures in modules]), sum(row["scheduled"] for row in found if row["module_id"] is None),
    )


def _sums(found, column, value):
    rows = [row for row in found if row[column] == value]
    return sum(row["scheduled"] for row in rows), sum(row["delivered"] or 0 for row in rows)


def _lines(figures, rows=()):
    most = max((max(one.planned, one.scheduled, one.delivered) for one in figures), default=0)
    notes = [row.category.name if row.category else "" for row in rows] or [""] * len(figures)
    return [
        Line(one.title, one.planned, one.scheduled, one.delivered, most, one.weight, note)
        for one, note in zip(figures, notes, strict=True)
    ]


def pinned_versions(programme):
    """The syllabuses that a new cohort takes over, each with its ``lessons`` and their ``minutes``. One query."""
    return list(
        Syllabus.objects.filter(programmes=programme).select_related("course").annotate(
            lessons=Count("items"), minutes=Sum("items__minutes")
        ).order_by("course__order", "course_id")
    )


def changed_lessons(programme):
    """Return ``(lessons that came, lessons that went)`` since the programme pinned its syllabuses. Three queries.

    A course without a pinned version owes all of its lessons.
    """
    pinned = {
        item.lesson_id: item for item in
        SyllabusLesson.objects.filter(syllabus__programmes=programme, required=True).select_related("lesson__course")
    }
    today = Lesson.objects.active().filter(course__programmes=programme, required=True).select_related("course").order_by(
        "course", "order", "pk"
    )
    came = [lesson for lesson in today if lesson.pk not in pinned]
    went = [item.lesson for item in pinned.values() if item.lesson.retired_at is not None]
    return came, went
