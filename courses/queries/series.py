"""How far someone is with a series: n of m courses, and the course and the lesson that come next."""

from collections import defaultdict
from dataclasses import dataclass

from courses.models import Course, Lesson, Series
from courses.rules.progress import progress_of
from courses.rules.series import SeriesProgress, series_progress

from .learning import next_of, states, with_progress


@dataclass(frozen=True)
class SeriesStanding:
    """A series with the ``progress`` of one person; ``course`` and ``lesson`` come next, None when all is finished."""

    series: Series
    progress: SeriesProgress
    course: Course | None
    lesson: Lesson | None


def series_standings(person, series_rows):
    """Return ``{series id: SeriesStanding}`` of ``person`` (None for a visitor). Two queries, however many series."""
    series_rows = list(series_rows)
    listed = Course.objects.listed_for(person)
    courses = list(listed.filter(series__in=series_rows).order_by("order", "pk")) if series_rows else []
    lessons = defaultdict(list)
    if courses:
        for lesson in with_progress(Lesson.objects.listed_for(person).filter(course__in=courses), person):
            lessons[lesson.course_id].append(lesson)
    by_pk, of_series = {course.pk: course for course in courses}, defaultdict(list)
    for course in courses:
        of_series[course.series_id].append((course.pk, progress_of(states(lessons[course.pk]))))
    found = {}
    for series in series_rows:
        progress = series_progress(of_series[series.pk])
        course = by_pk.get(progress.next_id)
        found[series.pk] = SeriesStanding(series, progress, course, next_of(lessons[course.pk]) if course else None)
    return found


def series_begun(person):
    """Return the :class:`SeriesStanding` of each series of which ``person`` opened a lesson and has not finished all.

    Three queries.
    """
    begun = Series.objects.active().filter(courses__retired_at=None, courses__lessons__progress__person=person)
    rows = series_standings(person, begun.distinct().order_by("title_key", "pk")).values()
    return [standing for standing in rows if standing.course is not None]
