"""How far someone is with a lesson, a course or a syllabus, and what they come to next."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Sum

from courses.models import HourEntry, Lesson, LessonProgress, SyllabusLesson
from courses.rules.progress import LessonState, Progress, next_lesson, progress_of

LATEST = 20  # how many of the lessons opened last are looked through for one to continue


def lesson_source(person, lesson):
    """Return the ledger's name for what ``person`` earns with ``lesson``."""
    return f"lesson:{lesson.pk}:person:{person.pk}"


def observed_minutes(person, lesson):
    """Return the minutes of learning that stand in the ledger for the lesson, whatever they are credited."""
    lines = HourEntry.objects.standing().filter(source_root=lesson_source(person, lesson))
    return lines.aggregate(minutes=Sum("observed"))["minutes"] or 0


def lessons_of(course, person=None):
    """Return the published lessons of ``course`` in order, each with ``done`` and ``started`` of ``person``. One query."""
    return with_progress(Lesson.objects.active().filter(course=course), person)


def course_progress(person, course):
    """Return the ``rules.progress.Progress`` of ``person`` with the course as it is published now. One query."""
    return progress_of(states(lessons_of(course, person)))


def progress_of_courses(person, courses):
    """Return ``{course id: Progress}`` for ``courses`` (rows or ids). One query, however many."""
    found = defaultdict(list)
    for lesson in with_progress(Lesson.objects.active().filter(course__in=courses), person):
        found[lesson.course_id].append(lesson)
    ids = [getattr(course, "pk", course) for course in courses]
    return {pk: progress_of(states(found[pk])) for pk in ids}


def states(lessons):
    """Turn lessons with ``done`` into values for ``rules.progress``."""
    return [
        LessonState(lesson.pk, required=lesson.required, retired=lesson.retired_at is not None, done=lesson.done)
        for lesson in lessons
    ]


def next_of(lessons):
    """Return which of ``lessons`` (with ``done``) comes next; None when all of them are done."""
    chosen = next_lesson(states(lessons))
    return next((lesson for lesson in lessons if lesson.pk == chosen), None)


def with_progress(lessons, person):
    """Return ``lessons`` (a queryset) as a list, each with ``done`` and ``started`` of ``person``. One query."""
    if person is None or not person.is_authenticated:
        rows = list(lessons)
        for row in rows:
            row.done = row.started = False
        return rows
    mine = LessonProgress.objects.filter(lesson=OuterRef("pk"), person=person)
    return list(lessons.annotate(done=Exists(mine.done()), started=Exists(mine)))


@dataclass(frozen=True)
class Continue:
    """Where someone stopped: ``lesson`` (with its ``course``, None for a micro-lesson) and the course's ``progress``.

    ``begun`` tells whether that lesson was opened before.
    """

    lesson: Lesson
    progress: Progress
    begun: bool


def continue_learning(person):
    """Return the :class:`Continue` of ``person``, or None when nothing was begun or all of it is finished.

    The lesson opened last when it is not finished; else the next one of the course learned last. Two queries.
    """
    latest = list(
        LessonProgress.objects.filter(person=person).select_related("lesson__course").order_by("-last_opened_at")[:LATEST]
    )
    courses = {row.lesson.course_id: row.lesson.course for row in latest if row.lesson.course_id}
    if not latest:
        return None
    by_course = defaultdict(list)
    for lesson in with_progress(Lesson.objects.active().filter(course__in=courses), person):
        by_course[lesson.course_id].append(lesson)
    for row in latest:
        course = courses.get(row.lesson.course_id)
        if course is None:
            if row.completed_at is None and row.lesson.retired_at is None:
                return Continue(row.lesson, Progress(done=0, required=1, missing=(row.lesson_id,)), begun=True)
            continue
        if course.retired_at is not None:
            continue
        lessons = by_course[course.pk]
        unfinished = row.completed_at is None and row.lesson.retired_at is None
        chosen = row.lesson_id if unfinished else next_lesson(states(lessons), after=row.lesson_id)
        for lesson in lessons:
            if lesson.pk == chosen:
                lesson.course = course
                return Continue(lesson, progress_of(states(lessons)), begun=lesson.started)
    return None


def taken_from(person, since):
    """Return the lessons that ``person`` had begun and not finished when they or their course were taken down after ``since``.

    The latest first, each with its course. One query.
    """
    mine = LessonProgress.objects.filter(person=person, completed_at=None)
    gone = Q(lesson__retired_at__gte=since) | Q(lesson__course__retired_at__gte=since)
    rows = mine.filter(gone).select_related("lesson__course").order_by("-last_opened_at")[:LATEST]
    return [row.lesson for row in rows]


def syllabus_state(person_ids, syllabuses):
    """Return ``{person id: {syllabus id: Progress}}``: what each has done of what each frozen syllabus asks for.

    A lesson taken down since is excused for whoever had not done it. Two queries, however many people and syllabuses.
    """
    person_ids = list(person_ids)
    syllabus_ids = [syllabus.pk for syllabus in syllabuses]
    items = defaultdict(list)
    rows = SyllabusLesson.objects.filter(syllabus__in=syllabus_ids).order_by("order", "pk")
    for row in rows.values_list("syllabus_id", "lesson_id", "required", "lesson__retired_at"):
        items[row[0]].append(row[1:])
    lesson_ids = {lesson_id for lessons in items.values() for lesson_id, _, _ in lessons}
    done = set(
        LessonProgress.objects.done().filter(person__in=person_ids, lesson__in=lesson_ids)
        .values_list("person_id", "lesson_id")
    )
    return {
        person_id: {
            syllabus_id: progress_of([
                LessonState(lesson_id, required=required, retired=retired_at is not None,
                            done=(person_id, lesson_id) in done)
                for lesson_id, required, retired_at in items[syllabus_id]
            ])
            for syllabus_id in syllabus_ids
        }
        for person_id in person_ids
    }
