"""What the pages list: they read the catalogue and never the page tree, so that a list costs the same at any size."""

from django.core.paginator import Paginator
from django.db.models import Count, Q

from courses import queries
from courses.models import Course, Exam, Lesson, Series
from courses.rules.progress import next_lesson, progress_of
from lms.people.enums import Position
from lms.people.models import Category, Organisation

PER_PAGE = 24


def _signed_in(user):
    return user if user.is_authenticated else None


def _with_progress(user, courses):
    """Give each of ``courses`` its ``progress`` for whoever is signed in (None for others): one query for all."""
    courses = list(courses)
    found = queries.progress_of_courses(user, courses) if _signed_in(user) and courses else {}
    for course in courses:
        course.progress = found.get(course.pk)
    return courses


def categories(request):
    """Return the categories with the ``url`` of their page and how many courses name each: ``course_count``."""
    from cms.models import CategoryPage  # noqa: PLC0415 -- cycle: pages list through this module

    pages = {page.category_id: page.get_url(request) for page in CategoryPage.objects.live().order_by("path")}
    standing = Q(courses__retired_at=None)
    rows = list(Category.objects.annotate(course_count=Count("courses", filter=standing)).order_by("order", "code"))
    for row in rows:
        row.url = pages.get(row.pk, "")
    return rows


def _series(**filters):
    standing = Q(courses__retired_at=None)
    return (
        Series.objects.active().filter(**filters).select_related("school")
        .annotate(course_count=Count("courses", filter=standing)).order_by("-published_at", "pk")
    )


def home(request):
    user = request.user
    return {
        "categories": categories(request),
        "newest": _with_progress(user, queries.courses_listed().order_by("-published_at", "-pk")[:6]),
        "series_list": _series()[:4],
        "micro_lessons": queries.micro_lessons(user)[:6],
        "continue": queries.continue_learning(user) if _signed_in(user) else None,
    }


def catalogue(request):
    """Return the courses that fit the filters of the request (``q``, ``category``, ``school``, ``page``)."""
    user, asked = request.user, request.GET
    words = " ".join(asked.get("q", "").split())[:60]
    chosen = asked.get("category", "")
    school = asked.get("school", "")
    school_id = int(school) if school.isascii() and school.isdigit() and len(school) < 10 else None
    found = queries.search_courses(words=words, category=chosen, school=school_id)
    page = Paginator(found, PER_PAGE).get_page(asked.get("page"))
    page.object_list = _with_progress(user, page.object_list)
    return {
        "words": words,
        "chosen_category": chosen,
        "chosen_school": school_id,
        "results": page,
        "lessons_found": list(queries.search_lessons(words)[:PER_PAGE]) if words else [],
        "categories": categories(request),
        "schools": Organisation.objects.filter(pk__in=Course.objects.active().values("school")).order_by("name_key"),
        "filtered": bool(words or chosen or school_id),
        "suggestions": [] if page.object_list else queries.courses_listed().order_by("-published_at", "-pk")[:3],
    }


def category(request, category):
    found = queries.search_courses(category=category.code)
    return {"category": category, "courses": _with_progress(request.user, found), "categories": categories(request)}


def schools(pages, request):
    """Return the schools' ``pages``, each with its ``address`` and its ``course_count``."""
    standing = dict(
        Course.objects.active().exclude(school=None).values_list("school").annotate(number=Count("pk")).order_by()
    )
    for page in pages:
        page.address = page.get_url(request)
        page.course_count = standing.get(page.school_id, 0)
    return {"schools": pages}


def school(user, organisation):
    courses = queries.courses_listed(school=organisation, series=None).order_by("order", "title_key", "pk")
    return {"series_list": _series(school=organisation), "courses": _with_progress(user, courses)}


def series(user, key):
    """Return the series' courses in order, and how many of them whoever is signed in has finished."""
    row = Series.objects.filter(key=key).select_related("school").first()
    courses = _with_progress(user, queries.courses_listed(series=row).order_by("order", "pk")) if row else []
    finished = sum(bool(course.progress and course.progress.complete) for course in courses)
    return {"series": row, "courses": courses, "finished": finished}


def course(user, key):
    """Return the course with its lessons, what comes next, and its exam if one is open."""
    row = Course.objects.filter(key=key).select_related("school", "series").prefetch_related("categories").first()
    if row is None:
        return {"course": None, "lessons": []}
    lessons = queries.lessons_of(row, _signed_in(user))
    states = queries.states(lessons)
    chosen = next_lesson(states)
    return {
        "course": row,
        "lessons": lessons,
        "minutes": sum(lesson.minutes for lesson in lessons),
        "progress": progress_of(states),
        "begun": any(lesson.started for lesson in lessons),
        "next_lesson": next((lesson for lesson in lessons if lesson.pk == chosen), None),
        "audience_positions": [label for code, label in Position.choices if code in row.positions],
        "exam": Exam.objects.filter(course=row, is_open=True).order_by("pk").first(),
    }


def micro_lessons(user, asked):
    return {"results": Paginator(queries.micro_lessons(user), PER_PAGE).get_page(asked.get("page"))}


def taken_down(path):
    """Return what the catalogue remembers of the address ``path`` though its page is gone, or None."""
    for model, related in ((Lesson, ("course",)), (Course, ("series",)), (Series, ())):
        gone = model.objects.exclude(retired_at=None).filter(url=path).select_related(*related)
        item = gone.order_by("-retired_at").first()
        if item is not None:
            return item
    return None


def instead_of(item):
    """Return what may help whoever looked for ``item``, which was taken down."""
    above = getattr(item, "course", None) or getattr(item, "series", None)
    standing = above if above is not None and above.retired_at is None else None
    return {
        "gone": item,
        "above": standing,
        "suggestions": queries.courses_listed().order_by("-published_at", "-pk")[:3],
    }
