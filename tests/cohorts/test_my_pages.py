"""The trainee's own pages: what they show, to whom, in how many queries."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cohorts.models import AttendanceMark, ClassSession, Cohort, Enrolment, Programme
from courses.actions.ledger import HourLine, post_hours
from courses.models import Course, Lesson, Syllabus, SyllabusLesson


@pytest.fixture
def learner(client, world):
    client.force_login(world.p_learner, backend="lms.people.backends.IdentifierBackend")
    return client


def make_class(world, *, lessons=3, sessions=2, title="第一期"):
    """A class of the learner's with a course of ``lessons`` and ``sessions`` meetings, the first open for check-in."""
    now = timezone.now()
    programme, _ = Programme.objects.get_or_create(organisation=world.east, title="轮训", year=now.year)
    cohort = Cohort.objects.create(
        programme=programme, organiser=world.east, title=title, quota=9, starts_on=now.date(), ends_on=now.date()
    )
    course = Course.objects.create(title=f"{title}的课", published_at=now, url="/courses/x/")
    syllabus = Syllabus.objects.create(course=course, version=1)
    cohort.syllabuses.add(syllabus)
    for number in range(lessons):
        lesson = Lesson.objects.create(title=f"第{number}课", course=course, minutes=10, published_at=now)
        SyllabusLesson.objects.create(syllabus=syllabus, lesson=lesson, title=lesson.title, minutes=10, order=number)
    enrolment = Enrolment.objects.create(
        cohort=cohort, person=world.p_learner, organisation=world.east_branch, position="secretary"
    )
    for number in range(sessions):
        starts = now + timedelta(days=number, minutes=5)
        ClassSession.objects.create(
            cohort=cohort, title=f"课次{number}", minutes=90, starts_at=starts, ends_at=starts + timedelta(hours=2)
        )
    return enrolment


def test_the_first_page_shows_the_class_that_is_open_for_check_in(learner, world):
    make_class(world)
    context = learner.get("/my/").context
    assert [session.title for session in context["open_now"]] == ["课次0"]
    assert [session.title for session in context["sessions"]] == ["课次0", "课次1"]
    assert [(item.done, item.required) for item in context["due"]] == [(0, 3)]


@pytest.mark.parametrize("count", [1, 6])
def test_queries_of_the_first_page_do_not_grow(learner, world, django_assert_num_queries, count):
    for number in range(count):
        make_class(world, lessons=count, sessions=count, title=f"第{number}期")
    with django_assert_num_queries(15):
        learner.get("/my/")


def test_my_class_shows_my_marks_and_no_one_elses(learner, world):
    enrolment = make_class(world)
    session = enrolment.cohort.sessions.first()
    other = Enrolment.objects.create(
        cohort=enrolment.cohort, person=world.p_outsider, organisation=world.west_branch, position="secretary"
    )
    AttendanceMark.objects.create(session=session, enrolment=other, status="absent", method="grid")
    sessions = learner.get(f"/my/classes/{enrolment.cohort_id}/").context["sessions"]
    assert [(session.mark, session.can_check_in) for session in sessions] == [(None, True), (None, False)]


def test_a_class_of_others_is_not_found(client, world):
    enrolment = make_class(world)
    client.force_login(world.p_outsider, backend="lms.people.backends.IdentifierBackend")
    assert client.get(f"/my/classes/{enrolment.cohort_id}/").status_code == 404


def test_hours_of_a_year_stand_beside_what_the_year_asks(learner, world):
    line = HourLine(world.p_learner.pk, date(2017, 9, 1), "lecture", 900, "session:1:person:1", "集中授课", True)
    post_hours(actor=None, lines=[line])
    hours = learner.get("/my/hours/", {"year": "2017"}).context["hours"]
    assert [minutes for _, minutes in hours.by_kind] == [900]
    assert (hours.standing.requirement.minutes, hours.standing.missing_minutes) == (56 * 45, 56 * 45 - 900)
    assert hours.standing.missing_classes == 1


@pytest.mark.parametrize("count", [1, 60])
def test_queries_of_the_hours_do_not_grow(learner, world, django_assert_num_queries, count):
    post_hours(actor=None, lines=[
        HourLine(world.p_learner.pk, date(2017, 9, 1), "lecture", 45, f"session:{number}:person:1", "课", True)
        for number in range(count)
    ])
    with django_assert_num_queries(10):
        learner.get("/my/hours/", {"year": "2017"})
