"""What is in the catalogue: courses by what is known of them, series, micro-lessons."""

from django.db.models import Count, Exists, OuterRef, Q, Sum

from courses.enums import LessonKind
from courses.models import Course, Lecturer, Lesson, LessonProgress, Series
from courses.rules.filters import LENGTHS
from lms.people.models import Organisation

STANDING = Q(courses__retired_at=None)


def courses_listed(reader=None, **filters):
    """Return the published courses that are named to ``reader`` (a queryset; None is a visitor), with ``lesson_count`` and
    ``total_minutes``, school and categories."""
    standing = Q(lessons__retired_at=None)
    return (
        Course.objects.listed_for(reader).filter(**filters).select_related("school", "series").prefetch_related("categories")
        .annotate(lesson_count=Count("lessons", filter=standing), total_minutes=Sum("lessons__minutes", filter=standing))
    )


def naming(category=""):
    """Return whether a course names the category of this code; without one, whether it names any."""
    named = Course.categories.through.objects.filter(course=OuterRef("pk"))
    return Exists(named.filter(category__code=category) if category else named)


def courses_fitting(reader=None, *, category="", school=None, series=None, theme="", lecturer=None, length=""):
    """Return the published courses named to ``reader`` (a plain queryset) that fit what is asked.

    Asked is for a code, ids, a theme, a name of a length.

    A course that names no category is for everyone and fits any; ``named`` tells it from those that name the one asked for.
    """
    courses = Course.objects.listed_for(reader)
    if category:
        courses = courses.annotate(named=naming(category))
        courses = courses.filter(Q(named=True) | ~naming())
    if school:
        courses = courses.filter(school_id=school)
    if series:
        courses = courses.filter(series_id=series)
    if theme:
        courses = courses.filter(theme=theme)
    if lecturer:
        teaching = Course.lecturers.through.objects.filter(course=OuterRef("pk"), lecturer=lecturer)
        courses = courses.filter(Exists(teaching))
    if length:
        least, most = LENGTHS[length]
        courses = courses.filter(minutes__gte=least)
        courses = courses.filter(minutes__lte=most) if most else courses
    return courses


def filter_options(reader=None):
    """Return what the courses named to ``reader`` can be filtered by, in four queries.

    That is ``{"school": [(value, label)], "series", "theme", "lecturer"}``.
    """
    standing = Course.objects.listed_for(reader)
    return {
        "school": [
            (str(pk), name) for pk, name in Organisation.objects.filter(pk__in=standing.values("school"))
            .order_by("name_key", "pk").values_list("pk", "name")
        ],
        "series": [
            (str(pk), title) for pk, title in Series.objects.listed_for(reader).filter(pk__in=standing.values("series"))
            .order_by("title_key", "pk").values_list("pk", "title")
        ],
        "theme": [
            (theme, theme) for theme in standing.exclude(theme="").order_by("theme").values_list("theme", flat=True)
            .distinct()
        ],
        "lecturer": [
            (str(pk), name) for pk, name in Lecturer.objects.active()
            .filter(pk__in=Course.lecturers.through.objects.filter(course__in=standing).values("lecturer"))
            .order_by("name_key", "pk").values_list("pk", "name")
        ],
    }


def micro_lessons(person=None, **filters):
    """Return the published micro-lessons, newest first, as a queryset; with ``done`` where a person is given."""
    lessons = Lesson.objects.listed_for(person).filter(kind=LessonKind.MICRO, **filters).order_by("-published_at", "-pk")
    if person is not None and person.is_authenticated:
        lessons = lessons.annotate(
            done=Exists(LessonProgress.objects.done().filter(lesson=OuterRef("pk"), person=person))
        )
    return lessons


def series_listed(reader=None, **filters):
    """Return the published series that are named to ``reader`` (a queryset), newest first, with ``course_count`` and school."""
    return (
        Series.objects.listed_for(reader).filter(**filters).select_related("school")
        .annotate(course_count=Count("courses", filter=STANDING)).order_by("-published_at", "pk")
    )
