"""Next year's edition of a course: its content, and a record of its own."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents.models import Document

from cms.models import CourseLecturer, CourseMaterial, CoursePage, Lecturer, LessonPage
from cms.rules.next_year import free_slug, next_year
from courses.actions.learning import finish_lesson
from courses.models import Course, Exam, Lesson, LessonProgress
from courses.queries import lessons_of
from lms.audit.models import AuditEntry

from .conftest import record_of
from .test_pages_and_records import MOMENT


@pytest.mark.parametrize(("title", "expected"), [
    ("2026年居民区书记培训", "2027年居民区书记培训"), ("书记培训（2026）", "书记培训（2027）"),
    ("2025—2026年度", "2026—2027年度"),
    ("书记培训", "书记培训（2027年）"), ("编号120260", "编号120260（2027年）"),
])
def test_the_title_names_the_next_year(title, expected):
    assert next_year(title, 2026) == expected


@pytest.mark.parametrize(("slug", "taken", "expected"), [
    ("shuji", set(), "shuji-2027"), ("shuji-2026", set(), "shuji-2027"), ("shuji", {"shuji-2027"}, "shuji-2027-2"),
    ("shuji", {"shuji-2027", "shuji-2027-2"}, "shuji-2027-3"),
])
def test_the_address_is_free(slug, taken, expected):
    assert free_slug(slug, taken, 2026) == expected


@pytest.fixture
def full(site, world, settings, tmp_path):
    """The course with a lecturer, a material and an exam; the learner has finished its first lesson."""
    settings.MEDIA_ROOT = tmp_path
    page = CoursePage.objects.get(pk=site.course.pk)
    page.title = "2026年居民区书记培训"
    page.course_lecturers = [CourseLecturer(lecturer=Lecturer.objects.create(name="陈老师"))]
    page.course_materials = [
        CourseMaterial(document=Document.objects.create(title="表", file=ContentFile(b"%PDF", "a.pdf")), title="登记表")
    ]
    page.exam = Exam.objects.create(organisation=world.root, title="结业", course=record_of(page), is_open=True)
    page.save_revision().publish()
    finish_lesson(person=world.p_learner, lesson=record_of(site.lessons[0]), now=MOMENT)
    return page


def test_the_button_makes_a_draft_with_the_content_and_without_the_record(full, site, client, world):
    client.force_login(world.p_district)
    address = f"/cms/courses/{full.pk}/next-year/"
    assert "2027年居民区书记培训" in client.get(address).content.decode()
    assert CoursePage.objects.count() == 1
    response = client.post(address)
    copy = CoursePage.objects.exclude(pk=full.pk).get()
    assert response.url == f"/cms/pages/{copy.pk}/edit/"
    assert (copy.title, copy.live, copy.exam, copy.get_parent().pk) == ("2027年居民区书记培训", False, None, full.get_parent().pk)
    assert [each.lecturer.name for each in copy.course_lecturers.all()] == ["陈老师"]
    assert [each.title for each in copy.course_materials.all()] == ["登记表"]
    lessons = LessonPage.objects.child_of(copy)
    assert [(page.title, page.live) for page in lessons] == [("第1课", False), ("第2课", False), ("第3课", False)]
    assert lessons[0].body[0].value.source == "<p>第1课的正文</p>"
    keys = {copy.translation_key, *lessons.values_list("translation_key", flat=True)}
    assert len(keys) == 4
    assert not Course.objects.filter(key__in=keys).exists()
    assert not Lesson.objects.filter(key__in=keys).exists()
    entry = AuditEntry.objects.get(verb="content.duplicate")
    assert (entry.actor, entry.detail) == (world.p_district, {"from": full.pk, "pages": 4})


def test_publishing_the_copy_starts_a_record_of_its_own(full, site, client, world):
    client.force_login(world.p_district)
    client.post(f"/cms/courses/{full.pk}/next-year/")
    copy = CoursePage.objects.exclude(pk=full.pk).get()
    for page in (copy, *LessonPage.objects.child_of(copy)):
        page.get_latest_revision().publish()
    assert [row.done for row in lessons_of(record_of(full), world.p_learner)] == [True, False, False]
    assert [row.done for row in lessons_of(record_of(copy), world.p_learner)] == [False, False, False]
    assert LessonProgress.objects.done().count() == 1


def test_twice_gives_two_copies_with_addresses_of_their_own(full, client, world):
    client.force_login(world.p_district)
    for _ in range(2):
        client.post(f"/cms/courses/{full.pk}/next-year/")
    year = MOMENT.year + 1
    assert sorted(CoursePage.objects.values_list("slug", flat=True)) == ["shuji", f"shuji-{year}", f"shuji-{year}-2"]


@pytest.mark.parametrize("role", ["editor", "school", "learner", "outsider"])
def test_whoever_cannot_copy_it_is_turned_away(full, client, world, role):
    client.force_login(world.people[role])
    for method in (client.get, client.post):
        assert method(f"/cms/courses/{full.pk}/next-year/").status_code in (302, 403)
    assert CoursePage.objects.count() == 1


def test_the_button_stands_on_the_page_of_a_course_only(full, site, client, world):
    client.force_login(world.p_district)
    label = f"/cms/courses/{full.pk}/next-year/"
    assert label in client.get(f"/cms/pages/{full.pk}/edit/").content.decode()
    assert "next-year" not in client.get(f"/cms/pages/{site.lessons[0].pk}/edit/").content.decode()
