"""Reads that join or annotate: ``learning`` (progress), ``catalogue``, ``search``, ``series``, ``joining``."""

from .catalogue import courses_fitting, courses_listed, filter_options, micro_lessons, series_listed
from .joining import joining_of, prerequisites_of
from .learning import (
    Continue,
    continue_learning,
    course_progress,
    lesson_source,
    lessons_of,
    next_of,
    observed_minutes,
    progress_of_courses,
    states,
    syllabus_state,
    taken_from,
    with_progress,
)
from .search import find, near, search_courses, search_lessons, texts_of
from .series import SeriesStanding, series_begun, series_standings

__all__ = [
    "Continue", "SeriesStanding", "continue_learning", "course_progress", "courses_fitting", "courses_listed",
    "observed_minutes", "filter_options", "find", "joining_of", "lesson_source", "lessons_of", "micro_lessons", "near",
    "next_of", "prerequisites_of", "progress_of_courses", "search_courses", "search_lessons", "series_begun", "series_listed",
    "series_standings", "states", "syllabus_state", "taken_from", "texts_of", "with_progress",
]
