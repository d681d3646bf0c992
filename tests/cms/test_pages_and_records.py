"""What an editor does to a page, and what becomes of the record of those who learned it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.models import CoursePage, LessonPage, MicroLessonPage
from courses.actions.learning import finish_lesson
from courses.actions.syllabus import freeze_syllabus
from courses.models import Course, HourEntry, Lesson, LessonProgress, Syllabus
from courses.queries import lessons_of, syllabus_state
from lms.audit.models import AuditEntry

from .conftest import add_lesson, publish, record_of

MOMENT = timezone.now()


@pytest.fixture
def learned(site, world):
    """The learner has finished the first lesson; the syllabus of the day is returned, as a cohort would pin it."""
    row = record_of(site.lessons[0])
    finish_lesson(person=world.p_learner, lesson=row, now=MOMENT)
    return freeze_syllabus(actor=None, course=record_of(site.course))


def versions(site):
    return list(Syllabus.objects.filter(course=record_of(site.course)).order_by("version").values_list("version", flat=True))


def test_publishing_registers_course_and_lessons_in_order(site):
    course = Course.objects.get()
    assert (course.title, course.url, course.school) == ("居民区书记培训", "/courses/residential/shuji/", None)
    assert [category.code for category in course.categories.all()] == ["residential"]
    assert [(row.title, row.url) for row in lessons_of(course)] == [
        (f"第{number}课", f"/courses/residential/shuji/l{number}/") for number in (1, 2, 3)
    ]
    assert course.initials == "jmqsjpx"


def test_a_draft_is_in_no_catalogue(site):
    page = LessonPage(title="草稿", slug="draft", live=False)
    site.course.add_child(instance=page)
    page.save_revision()
    assert not Lesson.objects.filter(title="草稿").exists()


def test_editing_changes_title_and_minutes_and_nothing_else(site, world, learned):
    page = site.lessons[0]
    page.title, page.minutes = "第一课 修订", 25
    page.save_revision().publish()
    row = Lesson.objects.get(key=page.translation_key)
    assert (row.title, row.minutes) == ("第一课 修订", 25)
    assert LessonProgress.objects.done().filter(person=world.p_learner, lesson=row).exists()
    assert versions(site)[-1] == learned.version


def test_renaming_and_moving_keeps_the_record(site, world, learned):
    other = publish(site.category, CoursePage, "另一门课", slug="other")
    page = LessonPage.objects.get(pk=site.lessons[0].pk)
    before = record_of(page)
    page.slug = "renamed"
    page.save_revision().publish()
    page.move(other, pos="last-child")
    row = Lesson.objects.get(key=page.translation_key)
    assert row.pk == before.pk
    assert row.url == "/courses/residential/other/renamed/"
    assert row.course.title == "另一门课"
    assert LessonProgress.objects.done().filter(person=world.p_learner, lesson=row).exists()


def test_renaming_a_course_moves_the_addresses_of_its_lessons(site):
    page = CoursePage.objects.get(pk=site.course.pk)
    page.slug = "new-name"
    page.save_revision().publish()
    assert record_of(site.lessons[0]).url == "/courses/residential/new-name/l1/"


def test_moving_within_a_course_reorders_the_record_and_makes_no_version(site, learned):
    LessonPage.objects.get(pk=site.lessons[2].pk).move(LessonPage.objects.get(pk=site.lessons[0].pk), pos="left")
    assert [row.title for row in lessons_of(record_of(site.course))] == ["第3课", "第1课", "第2课"]
    assert versions(site)[-1] == learned.version


def test_a_new_required_lesson_enters_the_next_version_only(site, world, learned):
    add_lesson(site.course, "新增的课", slug="new")
    assert versions(site)[-1] == learned.version + 1
    pinned = syllabus_state([world.p_learner.pk], [learned])[world.p_learner.pk][learned.pk]
    assert (pinned.done, pinned.required) == (1, 3)
    newest = Syllabus.objects.get(course=learned.course, version=learned.version + 1)
    assert syllabus_state([world.p_learner.pk], [newest])[world.p_learner.pk][newest.pk].required == 4


@pytest.mark.parametrize("take_down", ["unpublish", "delete"])
def test_taking_a_lesson_down_retires_it_and_excuses_who_owed_it(site, world, learned, take_down):
    row = record_of(site.lessons[1])
    getattr(LessonPage.objects.get(pk=site.lessons[1].pk), take_down)()
    row.refresh_from_db()
    assert row.retired_at is not None
    state = syllabus_state([world.p_learner.pk], [learned])[world.p_learner.pk][learned.pk]
    assert (state.done, state.required, state.excused) == (1, 2, (row.pk,))


def test_a_lesson_taken_down_still_counts_for_whoever_did_it(site, world, learned):
    LessonPage.objects.get(pk=site.lessons[0].pk).delete()
    state = syllabus_state([world.p_learner.pk, world.p_reserve.pk], [learned])
    assert (state[world.p_learner.pk][learned.pk].done, state[world.p_learner.pk][learned.pk].required) == (1, 3)
    assert (state[world.p_reserve.pk][learned.pk].done, state[world.p_reserve.pk][learned.pk].required) == (0, 2)
    assert LessonProgress.objects.filter(person=world.p_learner).count() == 1


def test_publishing_again_revives_the_same_record(site, world, learned):
    page = LessonPage.objects.get(pk=site.lessons[0].pk)
    row = record_of(page)
    page.unpublish()
    page.save_revision().publish()
    row.refresh_from_db()
    assert row.retired_at is None
    assert LessonProgress.objects.done().filter(person=world.p_learner, lesson=row).exists()


def test_a_copy_is_another_course_with_other_lessons(site, learned):
    site.course.copy(update_attrs={"title": "明年的课", "slug": "next-year"}, recursive=True, keep_live=True)
    call_command("sync_catalogue", verbosity=0)
    copy = Course.objects.get(title="明年的课")
    assert copy.key != site.course.translation_key
    keys = {row.key for row in lessons_of(copy)}
    assert len(keys) == 3
    assert keys.isdisjoint(page.translation_key for page in site.lessons)
    assert LessonProgress.objects.filter(lesson__course=copy).count() == 0


def test_a_copied_live_page_registers_by_itself(site):
    site.lessons[0].copy(update_attrs={"title": "复制的课", "slug": "copied"}, keep_live=True)
    assert Lesson.objects.filter(title="复制的课", course=record_of(site.course)).count() == 1


def test_deleting_a_course_page_retires_the_course_and_its_lessons(site, world, learned):
    CoursePage.objects.get(pk=site.course.pk).delete()
    assert list(Course.objects.active()) == []
    assert list(Lesson.objects.active()) == []
    assert LessonProgress.objects.count() == 1
    assert HourEntry.objects.count() == 0


def test_a_micro_lesson_of_a_school_stands_by_itself(site):
    page = publish(site.east, MicroLessonPage, "五分钟", slug="five", minutes=5)
    row = Lesson.objects.get(key=page.translation_key)
    assert (row.kind, row.course, row.minutes) == ("micro", None, 5)


def test_a_course_below_a_school_belongs_to_it(site, world):
    page = publish(site.west, CoursePage, "西街道的课", slug="west-course")
    assert record_of(page).school == world.west


def test_syncing_writes_nothing_when_nothing_was_missed(site):
    before = AuditEntry.objects.count()
    with CaptureQueriesContext(connection) as queries:
        call_command("sync_catalogue", verbosity=0)
    written = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []
    assert AuditEntry.objects.count() == before


def test_syncing_mends_what_was_missed(site):
    Lesson.objects.filter(key=site.lessons[0].translation_key).update(title="走样", retired_at=MOMENT)
    stray = Lesson.objects.create(title="没有页面的课")
    call_command("sync_catalogue", verbosity=0)
    assert record_of(site.lessons[0]).title == "第1课"
    assert record_of(site.lessons[0]).retired_at is None
    stray.refresh_from_db()
    assert stray.retired_at is not None


def test_finishing_a_lesson_a_day_later_credits_its_minutes(site, world):
    row = record_of(site.lessons[0])
    finish_lesson(person=world.p_learner, lesson=row, now=MOMENT)
    finish_lesson(person=world.p_learner, lesson=row, now=MOMENT + timedelta(days=1))
    assert [line.minutes for line in HourEntry.objects.all()] == [10]
