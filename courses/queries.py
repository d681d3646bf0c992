"""What is in the catalogue, how far someone is with it, and what they come to next. The last part finds things."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Sum, Value
from django.db.models.functions import Replace

from courses.enums import LessonKind
from courses.models import Course, HourEntry, Lesson, LessonProgress, SyllabusLesson
from courses.rules.progress import LessonState, Progress, next_lesson, progress_of

LATEST = 20  # how many of the lessons opened last are looked through for one to continue


def lesson_source(person, lesson):
    """Return the ledger's name for what ``person`` earns with ``lesson``."""
    return f"lesson:{lesson.pk}:person:{person.pk}"


def credited_minutes(person, lesson):
    """Return the minutes that stand in the ledger for the lesson."""
    lines = HourEntry.objects.filter(source_root=lesson_source(person, lesson), reverses=None, reversed_by=None)
    return lines.aggregate(minutes=Sum("minutes"))["minutes"] or 0


def lessons_of(course, person=None):
    """Return the published lessons of ``course`` in order, each with ``done`` and ``started`` of ``person``. One query."""
    return _with_progress(Lesson.objects.active().filter(course=course), person)


def course_progress(person, course):
    """Return the ``rules.progress.Progress`` of ``person`` with the course as it is published now. One query."""
    return progress_of(states(lessons_of(course, person)))


def progress_of_courses(person, courses):
    """Return ``{course id: Progress}`` for ``courses`` (rows or ids). One query, however many."""
    found = defaultdict(list)
    for lesson in _with_progress(Lesson.objects.active().filter(course__in=courses), person):
        found[lesson.course_id].append(lesson)
    ids = [getattr(course, "pk", course) for course in courses]
    return {pk: progress_of(states(found[pk])) for pk in ids}


def states(lessons):
    """Turn lessons with ``done`` into values for ``rules.progress``."""
    return [
        LessonState(lesson.pk, required=lesson.required, retired=lesson.retired_at is not None, done=lesson.done)
        for lesson in lessons
    ]


def _with_progress(lessons, person):
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
    for lesson in _with_progress(Lesson.objects.active().filter(course__in=courses), person):
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


# The catalogue -------------------------------------------------------------------------------------------------------


def courses_listed(**filters):
    """Return the published courses (a queryset) with ``lesson_count`` and ``total_minutes``, school and categories."""
    standing = Q(lessons__retired_at=None)
    return (
        Course.objects.active().filter(**filters).select_related("school", "series").prefetch_related("categories")
        .annotate(lesson_count=Count("lessons", filter=standing), total_minutes=Sum("lessons__minutes", filter=standing))
    )


def micro_lessons(person=None, **filters):
    """Return the published micro-lessons, newest first, as a queryset; with ``done`` where a person is given."""
    lessons = Lesson.objects.active().filter(kind=LessonKind.MICRO, **filters).order_by("-published_at", "-pk")
    if person is not None and person.is_authenticated:
        lessons = lessons.annotate(
            done=Exists(LessonProgress.objects.done().filter(lesson=OuterRef("pk"), person=person))
        )
    return lessons


def find(queryset, words):
    """Narrow rows of the catalogue to those where every one of ``words`` stands in the title, the summary or the pinyin.

    A word is found inside a Chinese title (书记 in 居民区书记培训), by its pinyin (``shuji``) and by initials (``sj``).
    """
    queryset = queryset.annotate(plain_pinyin=Replace("title_key", Value(" "), Value("")))
    for word in words.split():
        found = Q(title__icontains=word) | Q(summary__icontains=word)
        if word.isascii():
            found |= Q(initials__contains=word.lower()) | Q(plain_pinyin__contains=word.lower())
        queryset = queryset.filter(found)
    return queryset


def search_courses(*, words="", category="", school=None):
    """Return the published courses that hold ``words``, for the category of that code and of that school (an id).

    The newest first. A course that names no category is for everyone, and comes after those that name the one asked for.
    """
    courses, order = courses_listed(), ["-published_at", "-pk"]
    if category:
        naming = Course.categories.through.objects.filter(course=OuterRef("pk"))
        courses = courses.annotate(named=Exists(naming.filter(category__code=category)))
        courses, order = courses.filter(Q(named=True) | ~Exists(naming)), ["-named", *order]
    if school:
        courses = courses.filter(school_id=school)
    return find(courses, words).order_by(*order)


def search_lessons(words):
    """Return the published lessons and micro-lessons that hold ``words``, as a queryset with their courses."""
    lessons = Lesson.objects.active().filter(Q(course=None) | Q(course__retired_at=None)).select_related("course")
    return find(lessons, words).order_by("course__order", "course__title_key", "order", "pk")
