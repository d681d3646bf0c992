"""The pages of the demonstration: how many there are, that they read well, and that building them again changes nothing."""

from io import BytesIO

import pytest
from PIL import Image as Picture
from wagtail.images.models import Image
from wagtail.models import Page

from cms.demo_content import build, build_content, government, micro, residential, series, soe, two_new
from cms.demo_content.covers import MOTIFS, PALETTES, cover, portrait
from cms.demo_content.facts import COURSES, LECTURERS
from cms.demo_content.writing import blocks
from cms.models import CoursePage, Lecturer, MicroLessonPage
from courses.models import CatalogueText, Course
from lms.people.models import Category

CATEGORIES = {"residential": residential, "government": government, "soe": soe, "two_new": two_new}
EVERY = [*(course for part in CATEGORIES.values() for course in part.COURSES), *series.SERIES_COURSES]


@pytest.mark.parametrize("code", CATEGORIES)
def test_each_category_has_three_finished_courses(code):
    courses = CATEGORIES[code].COURSES
    assert len(courses) >= 3
    assert all(len(course["lessons"]) == 3 and course["objectives"] and course["summary"] for course in courses)


def test_there_are_a_series_of_six_and_twelve_micro_lessons():
    assert len(series.SERIES_COURSES) == 6
    assert len({title for title, *_ in micro.MICRO_LESSONS}) == 12
    assert all(1 <= minutes <= 15 for _, minutes, _, _ in micro.MICRO_LESSONS)


@pytest.mark.parametrize("course", EVERY, ids=lambda course: course["slug"])
def test_every_course_has_lecturers_a_theme_a_cover_and_lessons_worth_reading(course):
    facts = COURSES[course["slug"]]
    assert facts.theme
    assert set(facts.lecturers) <= {card.name for card in LECTURERS}
    assert facts.motif in MOTIFS
    slugs = [each["slug"] for each in EVERY]
    assert not facts.after or slugs.index(facts.after) < slugs.index(course["slug"])  # published before it is asked for
    for title, _, summary, text in course["lessons"]:
        assert summary
        assert len(text) >= 280, title
        assert len(blocks(text, title)) >= 3, title


def test_a_cover_is_small_and_the_same_every_time():
    drawn = cover("课", "soe", "river")
    assert cover("课", "soe", "river") == drawn
    assert cover("别的课", "soe", "river") != drawn
    assert len(drawn) < 40_000
    assert Picture.open(BytesIO(drawn)).size == (1280, 640)


@pytest.mark.parametrize("look", PALETTES)
def test_every_palette_draws_a_portrait(look):
    assert Picture.open(BytesIO(portrait("林", look, long_hair=True))).size == (400, 400)


@pytest.fixture
def little(monkeypatch, settings, tmp_path):
    """The builder with a course of each kind, which is quick."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(build, "CATEGORIES", {
        "residential": (residential.COURSES[:2], "居民区书记课堂", "课程"), "soe": (soe.COURSES[:1], "国企支部课堂", "课程"),
    })
    monkeypatch.setattr(series, "SERIES_COURSES", series.SERIES_COURSES[:1])
    monkeypatch.setattr(micro, "MICRO_LESSONS", micro.MICRO_LESSONS[:2])


def test_building_twice_is_building_once(little, world):
    first = build_content(actor=world.p_editor, organisations=[world.east])
    counts = [model.objects.count() for model in (Page, Image, Lecturer, Course, CatalogueText)]
    again = build_content(actor=world.p_editor, organisations=[world.east])
    assert (first.created > 10, again.created) == (True, 0)
    assert [model.objects.count() for model in (Page, Image, Lecturer, Course, CatalogueText)] == counts
    assert set(first.courses) == {"shequ-zhili", "huanjie-zhunbei", "dangjian-ronghe", "dangdaibiao-jiang"}


def test_the_catalogue_knows_what_was_built(little, world):
    found = build_content(actor=world.p_editor, organisations=[world.east])
    course = found.courses["huanjie-zhunbei"]
    assert (course.theme, course.self_enrolment, course.minutes) == ("换届", True, 37)
    assert sorted(course.lecturers.values_list("name", flat=True)) == ["何建平", "林素娟"]
    assert list(course.prerequisites.all()) == [found.courses["shequ-zhili"]]
    assert course.cover.startswith("/media/images/cover-huanjie-zhunbei")
    assert list(course.categories.all()) == [Category.objects.get(code="residential")]
    assert MicroLessonPage.objects.live().count() >= 2
    assert CoursePage.objects.live().count() == 4
