"""The trainee's own pages: what they show, to whom, in how many queries."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from cohorts.actions.publishing import publish_timetable
from cohorts.models import AttendanceMark, ClassSession, Cohort, Enrolment, Programme, Venue
from courses.actions.catalogue import retire
from courses.actions.learning import finish_lesson, open_lesson
from courses.actions.ledger import HourLine, post_hours
from courses.models import Attempt, Course, CourseEnrolment, Exam, Lesson, Syllabus, SyllabusLesson


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


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
    publish_timetable(actor=None, cohort=cohort)
    return enrolment


def test_the_first_page_shows_the_class_that_is_open_for_check_in(learner, world):
    make_class(world)
    context = learner.get("/my/").context
    assert [session.title for session in context["open_now"]] == ["课次0"]
    assert [session.title for session in context["sessions"]] == ["课次0", "课次1"]
    assert [(entry.item.done, entry.item.required, entry.days) for entry in context["due"]] == [(0, 3, 0)]


@pytest.mark.parametrize("count", [1, 6])
def test_queries_of_the_first_page_do_not_grow(learner, world, django_assert_num_queries, count):
    for number in range(count):
        make_class(world, lessons=count, sessions=count, title=f"第{number}期")
    with django_assert_num_queries(26):
        learner.get("/my/")


def test_whoever_checked_in_is_not_asked_again(learner, world):
    enrolment = make_class(world)
    AttendanceMark.objects.create(
        session=enrolment.cohort.sessions.first(), enrolment=enrolment, status="present", method="qr"
    )
    context = learner.get("/my/").context
    assert context["open_now"] == []
    assert [session.title for session in context["sessions"]] == ["课次0", "课次1"]


def main_buttons(response):
    return re.findall(r'button--primary[^>]*href="([^"]+)"', response.content.decode())


def test_there_is_one_main_button(learner, world):
    assert main_buttons(learner.get("/my/")) == ["/courses/"]
    enrolment = make_class(world)
    assert main_buttons(learner.get("/my/")) == ["/check-in/"]
    ClassSession.objects.update(closed_at=timezone.now())
    lesson = Lesson.objects.order_by("pk").first()
    Lesson.objects.update(url="/lesson/")
    open_lesson(person=world.p_learner, lesson=lesson, now=timezone.now())
    assert main_buttons(learner.get("/my/")) == ["/lesson/"]
    assert enrolment.state == "enrolled"


def test_the_home_says_what_the_year_asks_and_what_is_missing(learner, world):
    page = text_of(learner.get("/my/"))
    assert "东一居民区党总支 · 书记" in page
    assert "0.0 / 56.0" in page
    assert f"{timezone.localdate().year} 年要完成" in page
    assert "12月31日以前还差 56.0 学时" in page
    assert "还需完成 1 次集中培训" in page


def test_an_exam_waits_until_it_is_passed(learner, world):
    enrolment = make_class(world)
    exam = Exam.objects.create(organisation=world.east, title="结业考试", is_open=True, pass_percent=60)
    Programme.objects.update(exam=exam)
    (waiting,) = [entry for entry in learner.get("/my/").context["due"] if entry.item.kind == "exam"]
    assert (waiting.item.title, waiting.item.tried, waiting.item.by) == ("结业考试", 0, enrolment.cohort.ends_on)
    sat = {"exam": exam, "person": world.p_learner, "deadline": timezone.now(), "submitted_at": timezone.now(),
           "marked_at": timezone.now(),
           "points_possible": 100}
    Attempt.objects.create(number=1, points=59, passed=False, **sat)
    (waiting,) = [entry for entry in learner.get("/my/").context["due"] if entry.item.kind == "exam"]
    assert (waiting.item.done, waiting.item.required, waiting.item.tried) == (59, 60, 1)
    Attempt.objects.create(number=2, points=60, passed=True, **sat)
    assert [entry.item.kind for entry in learner.get("/my/").context["due"]] == ["course"]


@pytest.mark.parametrize(("template", "address", "link"), [
    ("https://uri.amap.com/search?keyword={address}", "南宁路1号 & 二楼",
     "https://uri.amap.com/search?keyword=%E5%8D%97%E5%AE%81%E8%B7%AF1%E5%8F%B7%20%26%20%E4%BA%8C%E6%A5%BC"),
    ("https://maps.example.org/{address}/?city=1", "", "https://maps.example.org/%E6%95%99%E5%AE%A4/?city=1"),
    ("", "南宁路1号", None),
])
def test_the_next_class_leads_to_a_map(learner, world, settings, template, address, link):
    settings.MAP_URL = template
    make_class(world)
    venue = Venue.objects.create(organisation=world.east, name="教室", address=address, capacity=30)
    ClassSession.objects.update(venue=venue)
    publish_timetable(actor=None, cohort=Cohort.objects.get())
    page = learner.get("/my/").content.decode()
    assert re.findall(r'<a class="button" href="(https[^"]+)" rel="noopener noreferrer">', page) == (
        [link.replace("&", "&amp;")] if link else [])


def test_the_next_class_is_the_one_after_the_class_that_is_on(learner, world):
    make_class(world)
    ClassSession.objects.filter(title="课次0").update(starts_at=timezone.now() - timedelta(minutes=5))
    publish_timetable(actor=None, cohort=Cohort.objects.get())
    assert learner.get("/my/").context["next_class"].title == "课次1"


def test_a_course_taken_down_while_one_learned_it_is_told_with_a_way_on(learner, world):
    make_class(world)
    lesson = Lesson.objects.order_by("pk").first()
    open_lesson(person=world.p_learner, lesson=lesson, now=timezone.now())
    assert learner.get("/my/").context["taken"] is None
    retire(keys=[lesson.course.key])
    page = learner.get("/my/")
    assert page.context["going_on"] is None
    assert "您正在学的课程“第一期的课”已经下架。 不再要求学习，已经取得的学时照样算数。" in text_of(page)
    assert 'href="/courses/">另选一门' in page.content.decode()


def test_my_courses_are_those_joined_begun_and_asked_for(learner, world):
    def course(title, **fields):
        made = Course.objects.create(title=title, published_at=timezone.now(), url=f"/{title}/", **fields)
        return made, Lesson.objects.create(title="课", course=made, minutes=5, published_at=timezone.now(), url="/x/")

    make_class(world, lessons=1)
    joined, _ = course("加入")
    begun, opened = course("开始")
    done, finished = course("学完")
    gone, _ = course("下架", retired_at=timezone.now())
    course("别的")
    for each in (joined, gone):
        CourseEnrolment.objects.create(person=world.p_learner, course=each)
    CourseEnrolment.objects.create(person=world.p_outsider, course=begun)
    open_lesson(person=world.p_learner, lesson=opened, now=timezone.now())
    finish_lesson(person=world.p_learner, lesson=finished, now=timezone.now())
    page = learner.get("/my/courses/")
    assert [row.title for row in page.context["open"]] == ["第一期的课", "开始", "加入", "下架"]
    assert [row.title for row in page.context["finished"]] == ["学完"]
    assert "这门课已经下架" in text_of(page)
    assert 'href="/下架/"' not in page.content.decode()


@pytest.mark.parametrize("count", [1, 12])
def test_queries_of_my_courses_do_not_grow(learner, world, django_assert_num_queries, count):
    for number in range(count):
        made = Course.objects.create(title=f"课程{number}", published_at=timezone.now(), url="/c/")
        Lesson.objects.create(title="课", course=made, minutes=5, published_at=timezone.now(), url="/x/")
        CourseEnrolment.objects.create(person=world.p_learner, course=made)
    with django_assert_num_queries(7):
        learner.get("/my/courses/")


def test_my_class_shows_my_marks_and_no_one_elses(learner, world):
    enrolment = make_class(world)
    session = enrolment.cohort.sessions.first()
    other = Enrolment.objects.create(
        cohort=enrolment.cohort, person=world.p_outsider, organisation=world.west_branch, position="secretary"
    )
    AttendanceMark.objects.create(session=session, enrolment=other, status="absent", method="grid")
    context = learner.get(f"/my/classes/{enrolment.cohort_id}/").context
    assert [(meeting.mark, meeting.told.pk in context["for_check_in"]) for meeting in context["meetings"]] == [
        (None, True), (None, False),
    ]


@pytest.mark.parametrize("sessions", [0, 1])
def test_a_class_that_asks_for_nothing_yet_is_not_called_completed(learner, world, sessions):
    enrolment = make_class(world, sessions=sessions)
    enrolment.cohort.syllabuses.clear()
    page = learner.get(f"/my/classes/{enrolment.cohort_id}/")
    assert page.content.decode().count('id="completion"') == sessions  # what is planned is still missing
    assert page.content.decode().count("已全部完成") == 0


def test_a_class_of_others_is_not_found(client, world):
    enrolment = make_class(world)
    client.force_login(world.p_outsider, backend="lms.people.backends.IdentifierBackend")
    assert client.get(f"/my/classes/{enrolment.cohort_id}/").status_code == 404


def test_hours_of_a_year_stand_beside_what_the_year_asks(learner, world):
    line = HourLine(world.p_learner.pk, date(2017, 9, 1), "lecture", 900, "session:1:person:1", "集中授课", True)
    post_hours(actor=None, lines=[line])
    hours = learner.get("/my/hours/", {"year": "2017"}).context["hours"]
    assert [(one.earned, one.counted) for one in hours.by_kind] == [(900, 900)]
    assert (hours.standing.requirement.minutes, hours.standing.missing_minutes) == (56 * 45, 56 * 45 - 900)
    assert hours.standing.missing_classes == 1


@pytest.mark.parametrize("count", [1, 60])
def test_queries_of_the_hours_do_not_grow(learner, world, django_assert_num_queries, count):
    post_hours(actor=None, lines=[
        HourLine(world.p_learner.pk, date(2017, 9, 1), "lecture", 45, f"session:{number}:person:1", "课", True)
        for number in range(count)
    ])
    with django_assert_num_queries(14):
        learner.get("/my/hours/", {"year": "2017"})
