"""Opening and finishing a lesson, what is credited, and where one goes on."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from courses.actions.catalogue import register_course, register_lesson, retire
from courses.actions.learning import finish_lesson, open_lesson
from courses.models import HourEntry, Lesson, LessonProgress
from courses.queries import (
    continue_learning,
    course_progress,
    observed_minutes,
    progress_of_courses,
    search_courses,
    search_lessons,
    syllabus_state,
)
from lms.audit.models import AuditEntry

NOON = datetime(2017, 12, 31, 15, 50, tzinfo=UTC)  # 23:50 in Shanghai


def make_course(title="课程", lessons=2, **fields):
    key = uuid4()
    course = register_course(key=key, title=title, summary="", url=f"/{key}/", published_at=NOON, **fields)
    rows = [
        register_lesson(key=uuid4(), title=f"{title}第{number}课", summary="", url=f"/{key}/{number}/", published_at=NOON,
                        course_key=key, kind="lesson", minutes=15, order=number)
        for number in range(1, lessons + 1)
    ]
    return course, rows


def later(**kwargs):
    return NOON + timedelta(**kwargs)


def test_finishing_marks_done_once_and_credits_the_time_it_was_open(world):
    _, (lesson, _) = make_course()
    open_lesson(person=world.p_learner, lesson=lesson, now=NOON)
    credit = finish_lesson(person=world.p_learner, lesson=lesson, now=later(minutes=3))
    assert (credit.minutes, credit.missing, credit.reason) == (3, 12, "hurried")
    again = finish_lesson(person=world.p_learner, lesson=lesson, now=later(minutes=3))
    assert again.minutes == 3
    assert LessonProgress.objects.get().completed_at == later(minutes=3)
    assert HourEntry.objects.count() == 1


def test_finishing_again_later_raises_the_credit_on_the_day_it_was_first_done(world):
    _, (lesson, _) = make_course()
    open_lesson(person=world.p_learner, lesson=lesson, now=NOON)
    finish_lesson(person=world.p_learner, lesson=lesson, now=later(minutes=3))
    finish_lesson(person=world.p_learner, lesson=lesson, now=later(hours=1))
    assert [line.minutes for line in HourEntry.objects.order_by("pk")] == [3, -3, 15]
    assert {line.on_date.year for line in HourEntry.objects.all()} == {2017}
    assert observed_minutes(world.p_learner, lesson) == 15


def test_a_shortened_lesson_takes_nothing_back(world):
    _, (lesson, _) = make_course()
    open_lesson(person=world.p_learner, lesson=lesson, now=NOON)
    finish_lesson(person=world.p_learner, lesson=lesson, now=later(minutes=15))
    Lesson.objects.filter(pk=lesson.pk).update(minutes=5)
    lesson.refresh_from_db()
    assert finish_lesson(person=world.p_learner, lesson=lesson, now=later(hours=2)).minutes == 15
    assert HourEntry.objects.count() == 1


def test_opening_again_within_a_minute_writes_nothing(world):
    _, (lesson, _) = make_course()
    open_lesson(person=world.p_learner, lesson=lesson, now=NOON)
    before = AuditEntry.objects.count()
    assert open_lesson(person=world.p_learner, lesson=lesson, now=later(seconds=30)).last_opened_at == NOON
    assert open_lesson(person=world.p_learner, lesson=lesson, now=later(minutes=2)).last_opened_at == later(minutes=2)
    assert AuditEntry.objects.count() == before


def test_progress_belongs_to_the_person(world):
    course, (first, second) = make_course()
    finish_lesson(person=world.p_learner, lesson=first, now=NOON)
    assert (course_progress(world.p_learner, course).done, course_progress(world.p_outsider, course).done) == (1, 0)
    assert course_progress(world.p_learner, course).missing == (second.pk,)


@pytest.mark.parametrize("count", [1, 12])
def test_progress_of_many_courses_is_one_query(world, django_assert_num_queries, count):
    courses = [make_course(title=f"课{number}")[0] for number in range(count)]
    with django_assert_num_queries(1):
        found = progress_of_courses(world.p_learner, courses)
    assert {progress.required for progress in found.values()} == {2}


@pytest.mark.parametrize("count", [1, 12])
def test_syllabus_state_is_two_queries(world, django_assert_num_queries, count):
    syllabuses = [make_course(title=f"课{number}")[0].syllabuses.first() for number in range(count)]
    with django_assert_num_queries(2):
        state = syllabus_state([person.pk for person in world.people.values()], syllabuses)
    assert len(state) == len(world.people)


def test_one_continues_with_what_is_unfinished_then_with_what_comes_next(world):
    person = world.p_learner
    assert continue_learning(person) is None
    _, (first, second) = make_course()
    open_lesson(person=person, lesson=first, now=NOON)
    assert (continue_learning(person).lesson, continue_learning(person).begun) == (first, True)
    finish_lesson(person=person, lesson=first, now=later(minutes=20))
    assert (continue_learning(person).lesson, continue_learning(person).begun) == (second, False)
    finish_lesson(person=person, lesson=second, now=later(minutes=40))
    assert continue_learning(person) is None
    assert continue_learning(world.p_outsider) is None


def test_one_is_not_sent_to_a_lesson_that_was_taken_down(world):
    _, (first, second) = make_course()
    open_lesson(person=world.p_learner, lesson=first, now=NOON)
    retire(keys=[first.key])
    assert continue_learning(world.p_learner).lesson == second


def test_registering_the_same_again_writes_nothing(world):
    course, (lesson, _) = make_course(category_codes=["soe"])
    before = AuditEntry.objects.count()
    register_course(key=course.key, title=course.title, summary="", url=course.url, published_at=NOON, category_codes=["soe"])
    register_lesson(key=lesson.key, title=lesson.title, summary="", url=lesson.url, published_at=NOON,
                    course_key=course.key, kind="lesson", minutes=15, order=1)
    assert AuditEntry.objects.count() == before
    assert course.syllabuses.count() == 2


@pytest.mark.parametrize("words", ["书记", "jmqsj", "shuji", "ShuJi 培训", "居民区书记培训"])
def test_search_finds_a_word_inside_a_title_and_its_pinyin(world, words):
    course, _ = make_course(title="居民区书记培训")
    make_course(title="国企党建")
    assert list(search_courses(words=words)) == [course]


def test_search_finds_lessons_and_leaves_out_what_was_retired(world):
    course, (first, second) = make_course(title="主题党日")
    retire(keys=[first.key])
    assert list(search_lessons("党日")) == [second]
    retire(keys=[course.key])
    assert list(search_lessons("党日")) == []
    assert list(search_courses(words="党日")) == []


def test_a_course_for_no_category_is_found_under_each_and_counts_once(world):
    everyone, _ = make_course(title="人人可学", lessons=3)
    both, _ = make_course(title="两类都学", category_codes=["soe", "two_new"], lessons=2)
    make_course(title="只给居民区", category_codes=["residential"])
    found = {course.title: course.lesson_count for course in search_courses(category="soe")}
    assert found == {"人人可学": 3, "两类都学": 2}


def test_search_by_school(world):
    east, _ = make_course(title="东", school=world.east)
    make_course(title="西", school=world.west)
    assert list(search_courses(school=world.east.pk)) == [east]


def test_the_done_button_marks_the_lesson_for_who_is_signed_in(world, client):
    _, (lesson, _) = make_course()
    client.force_login(world.p_learner)
    response = client.post(f"/learn/lessons/{lesson.key}/done/")
    assert (response.status_code, response.url) == (302, f"{lesson.url}#done")
    assert list(LessonProgress.objects.done().values_list("person", "lesson")) == [(world.p_learner.pk, lesson.pk)]


def test_the_done_button_asks_a_stranger_to_sign_in_and_leads_back_to_the_lesson(world, client):
    _, (lesson, _) = make_course()
    response = client.post(f"/learn/lessons/{lesson.key}/done/")
    assert response.status_code == 302
    assert response.url == f"/login/?next={lesson.url}"
    assert LessonProgress.objects.count() == 0


def test_a_lesson_taken_down_cannot_be_finished_and_reading_the_address_does_nothing(world, client):
    _, (lesson, _) = make_course()
    client.force_login(world.p_learner)
    assert client.get(f"/learn/lessons/{lesson.key}/done/").status_code == 405
    retire(keys=[lesson.key])
    assert client.post(f"/learn/lessons/{lesson.key}/done/").status_code == 404
    assert client.post(f"/learn/lessons/{uuid4()}/done/").status_code == 404
    assert LessonProgress.objects.count() == 0
