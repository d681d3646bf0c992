"""Joining a course and leaving it, what must come first, and how far one is with a series."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from courses.actions.catalogue import ask_first, register_course, register_lesson, register_series, retire
from courses.actions.joining import join_course, leave_course
from courses.actions.learning import finish_lesson, open_lesson
from courses.models import Course, CourseEnrolment, LessonProgress
from courses.queries import joining_of, series_begun, series_standings, taken_from
from courses.rules.joining import JOINED, PREREQUISITES
from lms.audit.models import AuditEntry

NOW = timezone.now()


def make_course(title, lessons=1, **fields):
    key = uuid4()
    course = register_course(key=key, title=title, summary="", url=f"/{key}/", published_at=NOW,
                             **{"self_enrolment": True, **fields})
    rows = [
        register_lesson(key=uuid4(), title=f"{title}{number}", summary="", url=f"/{key}/{number}/", published_at=NOW,
                        course_key=key, kind="lesson", minutes=10, order=number)
        for number in range(1, lessons + 1)
    ]
    return course, rows


def finish(person, lessons):
    for lesson in lessons:
        finish_lesson(person=person, lesson=lesson, now=NOW)


def test_joining_twice_is_joining_once_and_is_written_down(world):
    course, _ = make_course("课")
    first = join_course(person=world.p_learner, course=course, now=NOW)
    assert join_course(person=world.p_learner, course=course, now=NOW + timedelta(days=1)) == first
    assert AuditEntry.objects.filter(verb="course.join").count() == 1
    assert joining_of(world.p_learner, course).reasons == (JOINED,)
    assert joining_of(world.p_outsider, course).allowed


def test_leaving_keeps_what_was_learned_and_one_may_come_back(world):
    course, lessons = make_course("课")
    join_course(person=world.p_learner, course=course, now=NOW)
    finish(world.p_learner, lessons)
    assert leave_course(person=world.p_learner, course=course, now=NOW) is True
    assert leave_course(person=world.p_learner, course=course, now=NOW) is False
    assert LessonProgress.objects.done().count() == 1
    join_course(person=world.p_learner, course=course, now=NOW)
    assert sorted(CourseEnrolment.objects.values_list("left_at", flat=True), key=str) == [NOW, None]
    assert AuditEntry.objects.filter(verb="course.leave").count() == 1


@pytest.mark.parametrize(("fields", "lessons", "gone", "sentence"), [
    ({"self_enrolment": False}, 1, False, "这门课不需要加入"), ({}, 0, False, "还没有课时"), ({}, 1, True, "已经下架"),
])
def test_a_course_that_cannot_be_joined_says_why(world, fields, lessons, gone, sentence):
    course, _ = make_course("课", lessons, **fields)
    if gone:
        retire(keys=[course.key])
        course.refresh_from_db()
    with pytest.raises(ValidationError, match=sentence):
        join_course(person=world.p_learner, course=course, now=NOW)
    assert CourseEnrolment.objects.count() == 0


def test_what_comes_first_must_be_finished_unless_it_was_taken_down(world):
    first, lessons = make_course("先", 2)
    course, _ = make_course("后")
    ask_first(key=course.key, prerequisite_keys=[first.key])
    finish(world.p_learner, lessons[:1])
    answer = joining_of(world.p_learner, course)
    assert (answer.reasons, answer.missing) == ((PREREQUISITES,), (first.pk,))
    with pytest.raises(ValidationError):
        join_course(person=world.p_learner, course=course, now=NOW)
    finish(world.p_learner, lessons[1:])
    assert joining_of(world.p_learner, course).allowed
    assert not joining_of(world.p_outsider, course).allowed
    retire(keys=[first.key])
    assert joining_of(world.p_outsider, course).allowed


@pytest.mark.parametrize("count", [1, 9])
def test_queries_of_the_answer_do_not_grow(world, django_assert_num_queries, count):
    course, _ = make_course("课")
    ask_first(key=course.key, prerequisite_keys=[make_course(f"先{number}")[0].key for number in range(count)])
    with django_assert_num_queries(4):
        joining_of(world.p_learner, course)


def test_the_button_joins_and_leaves(world, client):
    course, _ = make_course("课")
    client.force_login(world.p_learner)
    response = client.post(f"/learn/courses/{course.key}/join/")
    assert (response.status_code, response.url) == (302, course.url)
    assert CourseEnrolment.objects.standing().count() == 1
    client.post(f"/learn/courses/{course.key}/leave/")
    assert CourseEnrolment.objects.standing().count() == 0


def test_a_visitor_signs_in_and_comes_back_to_the_course(world, client):
    course, _ = make_course("课")
    response = client.post(f"/learn/courses/{course.key}/join/")
    assert (response.status_code, response.url) == (302, f"/login/?next={course.url}")
    assert CourseEnrolment.objects.count() == 0


def test_a_course_taken_down_cannot_be_joined_and_can_be_left(world, client):
    course, _ = make_course("课")
    client.force_login(world.p_learner)
    client.post(f"/learn/courses/{course.key}/join/")
    retire(keys=[course.key])
    assert client.post(f"/learn/courses/{course.key}/join/").status_code == 404
    assert client.post(f"/learn/courses/{course.key}/leave/").status_code == 302
    assert CourseEnrolment.objects.standing().count() == 0


def test_a_lesson_is_passed_on_as_a_code_and_an_address(world, client):
    _, (lesson,) = make_course("课")
    page = client.get(f"/learn/lessons/{lesson.key}/share/").content.decode()
    assert page.count("<svg") >= 1
    assert f'value="http://testserver{lesson.url}"' in page
    retire(keys=[lesson.key])
    assert client.get(f"/learn/lessons/{lesson.key}/share/").status_code == 404


# Series ---------------------------------------------------------------------------------------------------------------


def make_series(title, courses):
    series = register_series(key=uuid4(), title=title, summary="", url=f"/{uuid4()}/", published_at=NOW)
    rows = [make_course(f"{title}{number}", 2, series_key=series.key, order=number) for number in range(1, courses + 1)]
    return series, rows


def test_a_series_says_n_of_m_and_what_comes_next(world):
    series, rows = make_series("系列", 3)
    assert series_begun(world.p_learner) == []
    finish(world.p_learner, rows[0][1])
    finish(world.p_learner, rows[1][1][:1])
    (standing,) = series_begun(world.p_learner)
    assert (standing.progress.done, standing.progress.total, standing.progress.number) == (1, 3, 2)
    assert (standing.course, standing.lesson.title) == (rows[1][0], "系列22")
    for _, lessons in rows[1:]:
        finish(world.p_learner, lessons)
    assert series_begun(world.p_learner) == []
    assert series_standings(world.p_learner, [series])[series.pk].progress.complete is True


def test_a_visitor_is_told_the_first_lesson_of_a_series(world):
    series, rows = make_series("系列", 2)
    standing = series_standings(None, [series])[series.pk]
    assert (standing.progress.done, standing.course, standing.lesson) == (0, rows[0][0], rows[0][1][0])


@pytest.mark.parametrize("count", [1, 5])
def test_queries_of_the_series_do_not_grow(world, django_assert_num_queries, count):
    for number in range(count):
        _, rows = make_series(f"系列{number}", count)
        open_lesson(person=world.p_learner, lesson=rows[0][1][0], now=NOW)
    with django_assert_num_queries(3):
        assert len(series_begun(world.p_learner)) == count


# Taken down under one's hands -----------------------------------------------------------------------------------------


def test_what_was_taken_down_while_one_was_learning_it_is_known_for_a_while(world):
    course, (first, second) = make_course("课", 2)
    other, (done,) = make_course("别的课")
    for lesson in (first, second):
        open_lesson(person=world.p_learner, lesson=lesson, now=NOW)
    finish(world.p_learner, [done])
    assert taken_from(world.p_learner, NOW - timedelta(days=1)) == []
    retire(keys=[first.key, other.key])
    assert taken_from(world.p_learner, NOW - timedelta(days=1)) == [first]
    assert taken_from(world.p_learner, timezone.now() + timedelta(days=1)) == []
    Course.objects.filter(pk=course.pk).update(retired_at=timezone.now())
    assert set(taken_from(world.p_learner, NOW - timedelta(days=1))) == {first, second}
    assert taken_from(world.p_outsider, NOW - timedelta(days=1)) == []
