"""Keep ``courses`` informed of the pages: what is published stands in the catalogue, what is not is retired from it.

A page's ``translation_key`` is its key there: it stays when the page is renamed or moved, and a copy gets another.
"""

from urllib.parse import unquote

from wagtail.models import Page

from cms.models import CoursePage, LessonPage, MicroLessonPage, SchoolPage, SeriesPage
from courses.actions.catalogue import register_course, register_lesson, register_series, retire
from courses.enums import LessonKind
from courses.models import Course, Lesson, Series

REGISTERED = (SeriesPage, CoursePage, LessonPage, MicroLessonPage)


def register(page):
    """Register one published page (of a specific class); other kinds of pages are none of the catalogue's business."""
    if not isinstance(page, REGISTERED):
        return None
    common = {
        "key": page.translation_key, "title": page.title, "summary": page.summary, "url": page_path(page),
        "published_at": page.first_published_at,
    }
    if isinstance(page, SeriesPage):
        return register_series(**common, school=_school(page))
    if isinstance(page, CoursePage):
        return register_course(
            **common, series_key=_parent_key(page, SeriesPage), school=_school(page), order=_place(page),
            category_codes=[category.code for category in page.categories.all()], positions=page.positions,
        )
    if isinstance(page, LessonPage):
        return register_lesson(
            **common, course_key=_parent_key(page, CoursePage), kind=LessonKind.LESSON, minutes=page.minutes,
            required=page.required, order=_place(page),
        )
    return register_lesson(**common, kind=LessonKind.MICRO, minutes=page.minutes)


def register_tree(page):
    """Register the page and everything published below it: their addresses, schools and courses follow from it."""
    for each in page.get_descendants(inclusive=True).live().order_by("path").specific():
        register(each)


def register_moved(page, *parents):
    """Register a page that was moved, all below it, and its new and old neighbours, whose places shifted."""
    for parent in {parent.pk: parent for parent in parents}.values():
        for neighbour in Page.objects.child_of(parent).live().exclude(pk=page.pk).order_by("path").specific():
            register(neighbour)
    register_tree(page)


def forget(page):
    """Retire the page's row; the row and everyone's record of it stay."""
    return retire(keys=[page.translation_key])


def sync():
    """Bring the whole catalogue up to date; return ``(published, retired)``. Writes nothing when nothing was missed."""
    published = []
    for page in Page.objects.live().order_by("path").specific().iterator(chunk_size=200):
        if register(page) is not None:
            published.append(page.translation_key)
    keys = set(published)
    missing = [
        key for model in (Series, Course, Lesson) for key in model.objects.active().values_list("key", flat=True)
        if key not in keys
    ]
    return len(published), retire(keys=missing) if missing else 0


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


def _school(page):
    above = SchoolPage.objects.ancestor_of(page).select_related("school").order_by("-depth").first()
    return above.school if above else None
