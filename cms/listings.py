"""What the pages list: they read the catalogue and never the page tree, so that a list costs the same at any size."""

from django.core.paginator import Paginator
from django.db.models import Count, Q

from courses import queries
from courses.models import Course, Exam, Lesson, Series
from courses.rules.joining import JOINED
from courses.rules.progress import progress_of
from lms.people.enums import Position
from lms.people.models import Category

PER_PAGE = 12  # micro-lessons
SUGGESTED = 3


def _signed_in(user):
    return user if user.is_authenticated else None


def with_progress(user, courses):
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


def home(request):
    user = request.user
    return {
        "categories": categories(request),
        "newest": with_progress(user, queries.courses_listed(user).order_by("-published_at", "-pk")[:6]),
        "series_list": queries.series_listed(user)[:4],
        "micro_lessons": queries.micro_lessons(user)[:6],
    }


def category(request, category):
    found = queries.search_courses(request.user, category=category.code)
    return {"category": category, "courses": with_progress(request.user, found), "categories": categories(request)}


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
    """Return the school's series, each with ``standing`` of whoever is signed in, and its courses outside of them."""
    rows = list(queries.series_listed(user, school=organisation))
    standings = queries.series_standings(_signed_in(user), rows)
    for row in rows:
        row.standing = standings[row.pk]
    courses = queries.courses_listed(user, school=organisation, series=None).order_by("order", "title_key", "pk")
    return {"series_list": rows, "courses": with_progress(user, courses)}


def series(user, key):
    """Return the series' courses in order; n of m and what comes next for whoever is signed in (``standing``)."""
    row = Series.objects.filter(key=key).select_related("school").first()
    if row is None:
        return {"series": None, "courses": [], "standing": None}
    courses = with_progress(user, queries.courses_listed(user, series=row).order_by("order", "pk"))
    return {"series": row, "courses": courses, "standing": queries.series_standings(_signed_in(user), [row])[row.pk]}


def course(user, key):
    """Return the course with its lessons, what comes next, and its exam if one is open."""
    row = Course.objects.filter(key=key).select_related("school", "series").prefetch_related("categories").first()
    if row is None:
        return {"course": None, "lessons": []}
    lessons = queries.lessons_of(row, _signed_in(user))
    named = [lesson for lesson in lessons if lesson.started or lesson.is_listed_for(user)]
    return {
        "course": row,
        "lessons": named,
        "minutes": sum(lesson.minutes for lesson in lessons),
        "progress": progress_of(queries.states(lessons)),
        "begun": any(lesson.started for lesson in named),
        "next_lesson": queries.next_of(named),
        "audience_positions": [label for code, label in Position.choices if code in row.positions],
        "exam": Exam.objects.filter(course=row, is_open=True).order_by("pk").first(),
        **_joining(row, _signed_in(user), lessons),
    }


def _joining(course, person, lessons):
    """Return whether ``person`` joined the course, or may, and what comes before it; its place in the series and the next."""
    before = queries.prerequisites_of(course, person)
    joining = queries.joining_of(person, course, lessons=len(lessons), before=before)
    found = {
        "before": [each for each in before if each.retired_at is None and each.is_listed_for(person)],
        "joining": joining,
        "joined": JOINED in joining.reasons,
        "in_series": None,
    }
    if course.series is not None and course.series.retired_at is None and course.series.is_listed_for(person):
        found["in_series"] = queries.series_standings(person, [course.series])[course.series_id]
    return found


def micro_lessons(user, asked):
    """Return a page of the feed; each lesson knows the one ``before`` and ``after`` it on the page (their keys)."""
    page = Paginator(queries.micro_lessons(user), PER_PAGE).get_page(asked.get("page"))
    page.object_list = list(page.object_list)
    for lesson, before, after in zip(
        page.object_list, [None, *page.object_list], [*page.object_list[1:], None], strict=False
    ):
        lesson.before, lesson.after = getattr(before, "pk", None), getattr(after, "pk", None)
    return {"results": page}


def taken_down(path, user):
    """Return what the catalogue remembers of the address ``path`` though its page is gone; None where it was not for ``user``."""
    for model, related in ((Lesson, ("course",)), (Course, ("series",)), (Series, ())):
        gone = model.objects.exclude(retired_at=None).filter(url=path).select_related(*related)
        item = gone.order_by("-retired_at").first()
        if item is not None and item.is_listed_for(user):
            return item
    return None


def instead_of(item, user):
    """Return what may help whoever looked for ``item``, which was taken down."""
    above = getattr(item, "course", None) or getattr(item, "series", None)
    standing = above if above is not None and above.retired_at is None and above.is_listed_for(user) else None
    return {
        "gone": item,
        "above": standing,
        "suggestions": queries.courses_listed(user).order_by("-published_at", "-pk")[:SUGGESTED],
    }
