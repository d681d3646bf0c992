"""What a course's page says of itself, and what the catalogue keeps of it."""

from decimal import Decimal

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from cms.models import CourseLecturer, CourseMaterial, CoursePage, CoursePrerequisite, Lecturer, LessonPage
from courses.models import Course, Exam, ExamCandidate
from courses.models import Lecturer as LecturerRow

from .conftest import add_lesson, publish, record_of

FACTS = 15  # queries of a course's page


@pytest.fixture
def lecturer(db):
    return Lecturer.objects.create(name="曾老师", title="副教授", organisation="区委党校")


@pytest.fixture
def image(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()  # renditions are remembered by the picture's id, which begins anew in every test
    return Image.objects.create(title="封面", file=get_test_image_file(size=(1280, 640)))


def test_a_lecturers_card_is_registered_changed_and_retired(lecturer):
    row = LecturerRow.objects.get(key=lecturer.key)
    assert (row.name, row.name_key, row.title, row.retired_at) == ("曾老师", "zeng lao shi", "副教授", None)
    lecturer.title = "教授"
    lecturer.save()
    row.refresh_from_db()
    assert row.title == "教授"
    lecturer.delete()
    row.refresh_from_db()
    assert row.retired_at is not None


def test_publishing_hands_the_facts_of_a_course_to_the_catalogue(site, lecturer, image):
    page = CoursePage.objects.get(pk=site.course.pk)
    page.theme, page.self_enrolment, page.hours, page.cover = "社区治理", True, Decimal("2.5"), image
    page.course_lecturers = [CourseLecturer(lecturer=lecturer)]
    page.save_revision().publish()
    row = record_of(page)
    assert (row.theme, row.self_enrolment, row.minutes) == ("社区治理", True, 112)
    assert [each.name for each in row.lecturers.all()] == ["曾老师"]
    assert row.cover == image.get_rendition("fill-640x320|format-webp").url
    assert row.cover.startswith("/media/images/")


def test_a_cover_whose_file_is_lost_is_no_cover(site, image):
    image.file.storage.delete(image.file.name)
    page = CoursePage.objects.get(pk=site.course.pk)
    page.cover = image
    page.save_revision().publish()
    assert record_of(page).cover == ""


def test_without_hours_of_its_own_a_course_is_as_long_as_its_required_lessons(site):
    assert record_of(site.course).minutes == 30
    add_lesson(site.course, "加课", slug="more", minutes=15)
    assert record_of(site.course).minutes == 45
    add_lesson(site.course, "选读", slug="extra", minutes=20, required=False)
    assert record_of(site.course).minutes == 45
    LessonPage.objects.get(pk=site.lessons[0].pk).unpublish()
    assert record_of(site.course).minutes == 35
    LessonPage.objects.get(pk=site.lessons[1].pk).delete()
    assert record_of(site.course).minutes == 25
    other = publish(site.category, CoursePage, "另一门", slug="other")
    LessonPage.objects.get(pk=site.lessons[2].pk).move(other, pos="last-child")
    assert (record_of(site.course).minutes, record_of(other).minutes) == (15, 10)


def test_prerequisites_are_registered_whichever_course_is_published_first(site):
    first = CoursePage(title="先修", slug="first", live=False)
    CoursePage.objects.get(pk=site.course.pk).get_parent().add_child(instance=first)
    first.save_revision()
    later = publish(site.category, CoursePage, "后修", slug="later", course_prerequisites=[CoursePrerequisite(course=first)])
    assert list(record_of(later).prerequisites.all()) == []
    CoursePage.objects.get(pk=first.pk).save_revision().publish()
    assert [row.title for row in record_of(later).prerequisites.all()] == ["先修"]
    assert list(record_of(first).opens.all()) == [record_of(later)]


def test_syncing_courses_with_every_fact_writes_nothing(site, lecturer, image):
    first = publish(site.category, CoursePage, "先修", slug="first")
    page = CoursePage.objects.get(pk=site.course.pk)
    page.theme, page.hours, page.cover = "社区治理", Decimal("2.5"), image
    page.course_lecturers = [CourseLecturer(lecturer=lecturer)]
    page.course_prerequisites = [CoursePrerequisite(course=first)]
    page.save_revision().publish()
    assert [row.title for row in record_of(page).prerequisites.all()] == ["先修"]
    with CaptureQueriesContext(connection) as queries:
        call_command("sync_catalogue", verbosity=0)
    assert [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []
    Course.objects.update(theme="", minutes=0, cover="")
    LecturerRow.objects.update(title="")
    record_of(page).prerequisites.clear()
    call_command("sync_catalogue", verbosity=0)
    row = record_of(page)
    assert (row.theme, row.minutes, bool(row.cover), row.prerequisites.count()) == ("社区治理", 112, True, 1)
    assert LecturerRow.objects.get().title == "副教授"


def exam_choices(client, page):
    form = client.get(f"/cms/pages/{page.pk}/edit/").context["form"]
    return sorted(str(exam) for exam in form.fields["exam"].queryset)


def test_an_editor_chooses_among_the_exams_of_the_own_subtree(site, client, world):
    mine, theirs = (Exam.objects.create(organisation=place, title=f"{place.name}考试") for place in (world.east, world.west))
    page = publish(site.east, CoursePage, "东街道的课", slug="east-course")
    client.force_login(world.p_editor)
    assert exam_choices(client, page) == ["东街道考试"]
    client.force_login(world.p_district)
    assert exam_choices(client, page) == ["东街道考试", "西街道考试"]
    CoursePage.objects.filter(pk=page.pk).update(exam=theirs, latest_revision=None)
    client.force_login(world.p_editor)
    assert exam_choices(client, page) == ["东街道考试", "西街道考试"]
    assert mine.pk


def test_a_chosen_exam_is_shown_to_those_who_may_sit_it(site, client, world):
    exam = Exam.objects.create(organisation=world.root, title="闭卷考试", is_open=True)
    page = CoursePage.objects.get(pk=site.course.pk)
    page.exam = exam
    page.save_revision().publish()
    client.force_login(world.p_learner)
    assert "闭卷考试" not in client.get("/courses/residential/shuji/").content.decode()
    ExamCandidate.objects.create(exam=exam, person=world.p_learner)
    assert "闭卷考试" in client.get("/courses/residential/shuji/").content.decode()
    client.logout()
    assert "闭卷考试" not in client.get("/courses/residential/shuji/").content.decode()
    Exam.objects.update(course=record_of(page))
    assert "闭卷考试" in client.get("/courses/residential/shuji/").content.decode()
    Exam.objects.update(is_open=False)
    client.force_login(world.p_learner)
    assert "闭卷考试" not in client.get("/courses/residential/shuji/").content.decode()


@pytest.mark.parametrize("count", [1, 6])
def test_a_course_page_costs_the_same_with_many_lecturers_and_materials(
    site, client, image, django_assert_num_queries, count
):
    page = CoursePage.objects.get(pk=site.course.pk)
    page.course_lecturers = [
        CourseLecturer(lecturer=Lecturer.objects.create(name=f"老师{number}", photo=image, title="讲师"))
        for number in range(count)
    ]
    page.course_materials = [
        CourseMaterial(document=Document.objects.create(title=f"资料{number}", file=ContentFile(b"x", f"{number}.pdf")))
        for number in range(count)
    ]
    page.save_revision().publish()
    client.get("/courses/residential/shuji/")
    with django_assert_num_queries(FACTS):
        text = client.get("/courses/residential/shuji/").content.decode()
    assert text.count("lecturer__photo") == count
    assert text.count('download>') == count
