"""Keep ``courses`` informed of the pages: what is published stands in the catalogue, what is not is retired from it.

A page's ``translation_key`` is its key there: it stays when the page is renamed or moved, and a copy gets another.
"""

from urllib.parse import unquote

from django.db.models import Q, Sum
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page, PageViewRestriction

from cms.media_on_page import media_of
from cms.models import CoursePage, Lecturer, LessonPage, MicroLessonPage, ScormLessonPage, SeriesPage, school_of
from cms.models.course import HOUR
from cms.writing import written_on
from courses.actions.catalogue import (
    ask_first,
    register_course,
    register_lecturer,
    register_lesson,
    register_series,
    retire,
)
from courses.actions.catalogue_text import keep_text
from courses.actions.scorm import play_in_lesson
from courses.actions.watching import register_media
from courses.enums import LessonKind, Readers
from courses.models import Course, Lesson, Series
from courses.models import Lecturer as LecturerRow

REGISTERED = (SeriesPage, CoursePage, LessonPage, MicroLessonPage)
COVER = "fill-640x320|format-webp"


def register(page):
    """Register one published page (of a specific class), what is written on it and its media; return the row.

    Other kinds of pages are none of the catalogue's business. Of a page that is not for everyone the catalogue, which everyone
    may search, knows the title, whom it may be named to, and no more.
    """
    readers = readers_of(page) if isinstance(page, REGISTERED) else Readers.ALL
    row = _register(page, readers)
    if isinstance(row, Course | Lesson):
        keep_text(item=row, text="" if readers else written_on(page))
    if isinstance(row, Lesson):
        register_media(lesson=row, media=media_of(page))
    if isinstance(page, ScormLessonPage) and page.package:
        play_in_lesson(lesson=row, package=page.package)
    return row


def readers_of(page):
    """Return whom the page is for: it, or a page above it, has Wagtail's privacy set; the narrowest holds."""
    kinds = set(PageViewRestriction.objects.filter(page__in=page.get_ancestors(inclusive=True)).values_list(
        "restriction_type", flat=True))
    if not kinds:
        return Readers.ALL
    return Readers.SIGNED_IN if kinds == {PageViewRestriction.LOGIN} else Readers.SOME


def _register(page, readers):
    if not isinstance(page, REGISTERED):
        return None
    common = {
        "key": page.translation_key, "title": page.title, "summary": "" if readers else page.summary, "url": page_path(page),
        "published_at": page.first_published_at, "readers": readers,
    }
    if isinstance(page, SeriesPage):
        return register_series(**common, school=school_of(page))
    if isinstance(page, CoursePage):
        return register_course(
            **common, series_key=_parent_key(page, SeriesPage), school=school_of(page), order=_place(page),
            category_codes=[category.code for category in page.categories.all()], positions=page.positions,
            theme=page.theme, cover=_cover(page), minutes=_minutes(page), self_enrolment=page.self_enrolment,
            lecturer_keys=[each.lecturer.key for each in page.course_lecturers.select_related("lecturer")],
        )
    if isinstance(page, LessonPage):
        return register_lesson(
            **common, course_key=_parent_key(page, CoursePage), kind=LessonKind.LESSON, minutes=page.minutes,
            required=page.required, order=_place(page),
        )
    return register_lesson(**common, kind=LessonKind.MICRO, minutes=page.minutes)


def register_tree(page):
    """Register the page and everything published below it: their addresses, schools and courses follow from it."""
    pages = list(page.get_descendants(inclusive=True).live().order_by("path").specific())
    for each in pages:
        register(each)
    if isinstance(page.specific, LessonPage):
        _refresh_course(page)
    _register_prerequisites(each.pk for each in pages if isinstance(each, CoursePage))


def register_card(lecturer):
    """Register a lecturer's card."""
    return register_lecturer(key=lecturer.key, name=lecturer.name, title=lecturer.title)


def register_moved(page, *parents):
    """Register a page that was moved, all below it, and its new and old neighbours, whose places shifted."""
    for parent in {parent.pk: parent for parent in parents}.values():
        for neighbour in Page.objects.child_of(parent).live().exclude(pk=page.pk).order_by("path").specific():
            register(neighbour)
    for course in CoursePage.objects.live().filter(pk__in=[parent.pk for parent in parents]):
        register(course)
    register_tree(page)


def forget(page):
    """Retire the page's row; the row and everyone's record of it stay."""
    retired = retire(keys=[page.translation_key])
    if isinstance(page, LessonPage):
        _refresh_course(page)
    return retired


def forget_card(lecturer):
    """Retire a lecturer whose card was deleted; courses keep what they said."""
    return retire(keys=[lecturer.key])


def sync():
    """Bring the whole catalogue up to date; return ``(published, retired)``. Writes nothing when nothing was missed."""
    published = []
    cards = list(Lecturer.objects.order_by("pk"))
    for card in cards:
        register_card(card)
    for page in Page.objects.live().order_by("path").specific().iterator(chunk_size=200):
        if register(page) is not None:
            published.append(page.translation_key)
    _register_prerequisites(CoursePage.objects.live().values_list("pk", flat=True))
    keys = {*published, *(card.key for card in cards)}
    missing = [
        key for model in (Series, Course, Lesson, LecturerRow)
        for key in model.objects.active().values_list("key", flat=True) if key not in keys
    ]
    return len(published), retire(keys=missing) if missing else 0


def _register_prerequisites(page_ids):
    """Register what the courses of ``page_ids`` ask for, and that they are asked for: either may be published first."""
    page_ids = list(page_ids)
    concerned = CoursePage.objects.live().filter(Q(pk__in=page_ids) | Q(course_prerequisites__course__in=page_ids))
    for page in concerned.distinct().prefetch_related("course_prerequisites__course"):
        ask_first(
            key=page.translation_key,
            prerequisite_keys=[each.course.translation_key for each in page.course_prerequisites.all()],
        )


def _refresh_course(lesson_page):
    """Register the course above a lesson that came or went: without hours of its own it is as long as its lessons."""
    for page in CoursePage.objects.live().parent_of(lesson_page):
        register(page)


def _minutes(page):
    if page.hours is not None:
        return round(page.hours * HOUR)
    lessons = LessonPage.objects.child_of(page).live().filter(required=True)
    return lessons.aggregate(total=Sum("minutes"))["total"] or 0


def _cover(page):
    """Return the address of the cover in the size of lists; empty without one, or when its file cannot be read."""
    if page.cover is None:
        return ""
    try:
        return page.cover.get_rendition(COVER).url
    except (SourceImageIOError, OSError):
        return ""


def page_path(page):
    """Return the page's address on its site, as people read it (Chinese not percent-encoded); empty outside any site."""
    parts = page.get_url_parts()
    return unquote(parts[2]) if parts and parts[2] else ""


def _place(page):
    """Return the page's place among its neighbours, as the tree keeps it: growing, with gaps."""
    return page._str2int(page.path[-page.steplen:])


def _parent_key(page, kind):
    parent = page.get_parent()
    return parent.translation_key if parent.specific_class is kind else None
