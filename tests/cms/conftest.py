"""A small site: home, catalogue, one category, two schools (east, west), a course of lessons."""

from types import SimpleNamespace

import pytest
from wagtail.models import Page, Site

from cms.models import (
    CataloguePage,
    CategoryPage,
    CoursePage,
    HomePage,
    LessonPage,
    MicroLessonIndexPage,
    SchoolIndexPage,
    SchoolPage,
)
from courses.models import Course, Lesson
from lms.people.models import Category
from tests.keeping import kept


def publish(parent, model, title, **fields):
    page = model(title=title, live=False, **fields)
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def add_lesson(course, title, **fields):
    fields.setdefault("body", [{"type": "prose", "value": f"<p>{title}的正文</p>"}])
    return publish(course, LessonPage, title, **fields)


def record_of(page):
    """Return the catalogue's row of the page."""
    model = Course if isinstance(page, CoursePage) else Lesson
    return model.objects.get(key=page.translation_key)


@pytest.fixture
def site(world):
    """The small site, and a cache that knows its addresses."""
    made = kept("site", lambda: _build(world))
    Site.clear_site_root_paths_cache()
    return made


def _build(world):
    root = Page.get_first_root_node()
    home = publish(root, HomePage, "首页", slug="front")
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "hostname": "localhost"})
    Site.clear_site_root_paths_cache()
    Page.objects.filter(slug="home", depth=2).first().delete()
    catalogue = publish(home, CataloguePage, "全部课程", slug="courses")
    residential = Category.objects.get(code="residential")
    category = publish(catalogue, CategoryPage, "居民区书记课堂", slug="residential", category=residential)
    schools = publish(home, SchoolIndexPage, "社区党校", slug="schools")
    east = publish(schools, SchoolPage, "东街道社区党校", slug="east", school=world.east)
    west = publish(schools, SchoolPage, "西街道社区党校", slug="west", school=world.west)
    micro = publish(home, MicroLessonIndexPage, "微党课", slug="micro")
    course = publish(category, CoursePage, "居民区书记培训", slug="shuji", categories=[residential])
    lessons = [add_lesson(course, f"第{number}课", slug=f"l{number}", minutes=10) for number in (1, 2, 3)]
    return SimpleNamespace(
        home=home, catalogue=catalogue, category=category, schools=schools, east=east, west=west, micro=micro,
        course=CoursePage.objects.get(pk=course.pk), lessons=lessons,
    )
