"""Completion from the records of a class, its closing, and the certificates that follow."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from certificates.actions.templates import create_template
from certificates.models import Certificate, NumberPattern
from certificates.rules.designs import CLASSIC
from cohorts.actions.certificates import issue_for
from cohorts.actions.completion import close_cohort
from cohorts.actions.standing import recompute
from cohorts.models import AttendanceMark, ClassSession, Cohort, Enrolment, Programme
from cohorts.queries.certificates import merits_of
from cohorts.queries.completion import facts_of, standings
from courses.actions.ledger import HourLine, post_hours
from courses.models import Course, Lesson, LessonProgress, Syllabus, SyllabusLesson
from lms.jobs.models import Job
from lms.people.actions import create_person
from tests.certificates.private import files_in

BOARD = 9
BOARD_UNRECKONED = 19
NOW = datetime(2018, 3, 5, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_folder(tmp_path):
    with files_in(tmp_path):
        yield


@pytest.fixture
def cohort(world):
    """Two closed sessions of 90 minutes, two lessons (one retired): the learner did everything, the reserve half."""
    programme = Programme.objects.create(
        organisation=world.root, title="2018年书记轮训", year=2018, attendance_percent=80, required_minutes=180
    )
    made = Cohort.objects.create(
        programme=programme, organiser=world.east, title="第一期", starts_on=date(2018, 3, 1), ends_on=date(2018, 3, 2), quota=50
    )
    course = Course.objects.create(title="党课")
    lesson = Lesson.objects.create(title="第一课", course=course, minutes=30)
    gone = Lesson.objects.create(title="旧课", course=course, minutes=30, retired_at=NOW)
    syllabus = Syllabus.objects.create(course=course, version=1)
    for row in (lesson, gone):
        SyllabusLesson.objects.create(syllabus=syllabus, lesson=row, title=row.title, minutes=30)
    made.syllabuses.add(syllabus)
    sessions = [
        ClassSession.objects.create(
            cohort=made, title=f"第{number}讲", starts_at=NOW - timedelta(days=4 - number), minutes=90,
            ends_at=NOW - timedelta(days=4 - number, hours=-2), closed_at=NOW,
        ) for number in (1, 2)
    ]
    rows = {
        key: Enrolment.objects.create(cohort=made, person=world.people[key], organisation=world.east_branch, position="secretary")
        for key in ("learner", "reserve")
    }
    for session in sessions:
        mark(session, rows["learner"], "present")
        hours(session, world.people["learner"])
    mark(sessions[0], rows["reserve"], "late")
    hours(sessions[0], world.people["reserve"])
    mark(sessions[1], rows["reserve"], "absent")
    LessonProgress.objects.create(person=world.people["learner"], lesson=lesson, completed_at=NOW)
    made.rows, made.held = rows, sessions
    return made


def mark(session, enrolment, status, corrects=None):
    return AttendanceMark.objects.create(
        session=session, enrolment=enrolment, status=status, method="grid", corrects=corrects
    )


def hours(session, person, minutes=90):
    post_hours(actor=None, lines=[HourLine(person.pk, date(2018, 3, 1), "lecture", minutes,
                                           f"session:{session.pk}:person:{person.pk}", "讲")])


def codes(cohort):
    return [[reason.code for reason in one.verdict.reasons] for one in standings(cohort, cohort.enrolments.order_by("pk"))]


def test_each_person_is_judged_by_what_is_on_record(cohort):
    assert codes(cohort) == [[], ["attendance", "lessons", "minutes"]]
    facts = facts_of(cohort, list(cohort.enrolments.order_by("pk")))[cohort.rows["learner"].pk]
    assert (facts.attended, facts.sessions_closed, facts.lessons_done, facts.lessons_required, facts.minutes) == (2, 2, 1, 1, 180)
    assert facts.lessons_retired == 1


def test_a_corrected_mark_and_a_reversed_line_no_longer_count(cohort, world):
    first = AttendanceMark.objects.get(session=cohort.held[0], enrolment=cohort.rows["learner"])
    mark(cohort.held[0], cohort.rows["learner"], "absent", corrects=first)
    hours(cohort.held[0], world.people["learner"], 0)
    assert codes(cohort)[0] == ["attendance", "minutes"]


def test_hours_of_other_classes_do_not_count(cohort, world):
    other = ClassSession.objects.create(
        cohort=Cohort.objects.create(
            organiser=world.east, title="别班", starts_on=date(2018, 3, 1), ends_on=date(2018, 3, 1), quota=5
        ),
        title="别讲", starts_at=NOW, ends_at=NOW + timedelta(hours=2), minutes=900, closed_at=NOW,
    )
    hours(other, world.people["reserve"], 900)
    assert facts_of(cohort, [cohort.rows["reserve"]])[cohort.rows["reserve"].pk].minutes == 90


def test_leave_is_left_out_of_the_percentage(cohort):
    last = AttendanceMark.objects.get(session=cohort.held[1], enrolment=cohort.rows["reserve"])
    mark(cohort.held[1], cohort.rows["reserve"], "excused", corrects=last)
    assert codes(cohort)[1] == ["lessons", "minutes"]


def test_facts_take_the_same_queries_for_one_and_for_many(cohort, world, django_assert_num_queries):
    with django_assert_num_queries(11):
        list(standings(cohort, cohort.enrolments.filter(person=world.people["learner"])))
    for number in range(30):
        Enrolment.objects.create(cohort=cohort, person=create_person(actor=None, name=f"学员{number}"),
                                 organisation=world.east_branch, position="member")
    with django_assert_num_queries(11):
        assert len(standings(cohort, cohort.enrolments.all())) == 32


def test_closing_freezes_what_was_decided(cohort, world):
    assert close_cohort(actor=world.people["subdistrict"], cohort=cohort, now=NOW) == {"completed": 1, "not_completed": 1}
    row = Enrolment.objects.get(person=world.people["reserve"])
    assert (row.state, row.decided_at) == ("not_completed", NOW)
    assert [reason["code"] for reason in row.verdict["reasons"]] == ["attendance", "lessons", "minutes"]
    LessonProgress.objects.create(person=world.people["reserve"], lesson=Lesson.objects.get(title="第一课"), completed_at=NOW)
    assert codes(cohort)[1] == ["attendance", "lessons", "minutes"]
    later = NOW + timedelta(days=1)
    assert close_cohort(actor=world.people["subdistrict"], cohort=cohort, now=later) == {"completed": 1, "not_completed": 1}
    assert Cohort.objects.get(pk=cohort.pk).closed_at == NOW


def test_open_sessions_hold_the_closing_up_unless_named(cohort, world):
    ClassSession.objects.filter(pk=cohort.held[1].pk).update(closed_at=None)
    with pytest.raises(ValidationError) as caught:
        close_cohort(actor=world.people["subdistrict"], cohort=cohort, now=NOW)
    assert "第2讲" in caught.value.messages[0]
    assert Enrolment.objects.exclude(verdict={}).count() == 0
    close_cohort(actor=world.people["subdistrict"], cohort=cohort, now=NOW, leaving_open=[cohort.held[1].pk])
    assert Cohort.objects.get(pk=cohort.pk).closed_at == NOW


def test_nobody_decides_on_their_own_record(cohort, world):
    Enrolment.objects.create(cohort=cohort, person=world.people["subdistrict"], organisation=world.east, position="member")
    with pytest.raises(PermissionDenied):
        close_cohort(actor=world.people["subdistrict"], cohort=cohort, now=NOW)
    assert Cohort.objects.get(pk=cohort.pk).closed_at is None


@pytest.mark.parametrize(("key", "board", "close"), [
    ("subdistrict", 200, 200), ("school", 200, 200), ("auditor", 200, 403), ("liaison", 200, 403), ("learner", 403, 403),
    ("outsider", 404, 404), ("trainer", 404, 404),
])
def test_who_may_see_the_board_and_close(client, world, cohort, key, board, close):
    client.force_login(world.people[key])
    expected = {404: (403, 404)}.get(board, (board,))
    assert client.get(reverse("cohorts:board", args=[cohort.pk])).status_code in expected
    assert client.get(reverse("cohorts:close", args=[cohort.pk])).status_code in ({404: (403, 404)}.get(close, (close,)))


def test_the_board_says_what_is_missing_in_constant_queries(client, world, cohort, django_assert_num_queries):
    client.force_login(world.people["subdistrict"])
    address = reverse("cohorts:board", args=[cohort.pk])
    with django_assert_num_queries(BOARD_UNRECKONED):
        body = client.get(address).content.decode()
    assert ("张学员" in body, "钱后备" in body) == (True, True)
    recompute(actor=None, cohort=cohort)
    with django_assert_num_queries(BOARD):
        assert client.get(address).content.decode().count("<tr>") == 3
    for number in range(298):
        Enrolment.objects.create(cohort=cohort, person=create_person(actor=None, name=f"学员{number}"),
                                 organisation=world.east_branch, position="member")
    recompute(actor=None, cohort=cohort)
    with django_assert_num_queries(BOARD):
        response = client.get(address)
    assert (response.context["total"], len(response.context["page"].object_list)) == (300, 50)
    with django_assert_num_queries(BOARD):
        client.get(address, {"lacks": "lessons"})


def proof(cohort, person):
    return f"cohort:{cohort.pk}:person:{person.pk}:completion"


def test_closing_and_issuing_in_the_browser(client, world, cohort, django_capture_on_commit_callbacks):
    staff = world.people["subdistrict"]
    client.force_login(staff)
    page = client.get(reverse("cohorts:close", args=[cohort.pk]))
    assert ("张学员" in page.content.decode(), "钱后备" in page.content.decode()) == (True, True)
    client.post(reverse("cohorts:close", args=[cohort.pk]), {"seen": page.context["seen"]})
    address = reverse("cohorts:certificates", args=[cohort.pk])
    assert [one.merit.person for one in client.get(address).context["waiting"]] == [world.people["learner"]]
    pattern = NumberPattern.objects.create(organisation=world.root, text="徐委党训〔{year}〕{n:04}号")
    template = create_template(
        actor=world.people["district"], organisation=world.root, kind="completion", title="传统", layout=CLASSIC
    )
    data = {
        "number_pattern": pattern.pk, "per_sheet": "2", "template": template.pk,
        "merit": [proof(cohort, world.people["learner"])],
    }
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, data)
    certificate = Certificate.objects.get()
    job = Job.objects.get()
    assert (job.state, job.result, job.result_file.read(5)) == ("done", {"issued": 1}, b"%PDF-")
    assert (certificate.person, certificate.facts["minutes"], certificate.facts["issuer"]) == (
        world.people["learner"], 180, "测试区委")
    assert certificate.pdf.storage.open(certificate.pdf.name).read(5) == b"%PDF-"
    assert certificate.template_version == template.versions.get()
    assert client.get(address).context["waiting"] == []
    # Whoever did not complete cannot be slipped in.
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {**data, "merit": [proof(cohort, cohort.rows["reserve"].person)]})
    assert Certificate.objects.count() == 1


def test_running_the_job_twice_issues_once(world, cohort):
    staff = world.people["subdistrict"]
    close_cohort(actor=staff, cohort=cohort, now=NOW)
    merits = merits_of(cohort, "completion")
    issued, unprintable = issue_for(actor=staff, cohort=cohort, merits=merits, pattern="党训")
    assert (issued, unprintable) == ([Certificate.objects.get()], [])
    name = Certificate.objects.get().pdf.name
    assert issue_for(actor=staff, cohort=cohort, merits=merits, pattern="党训") == ([Certificate.objects.get()], [])
    assert Certificate.objects.get().pdf.name == name


def test_schools_and_strangers_do_not_issue(client, world, cohort):
    close_cohort(actor=world.people["subdistrict"], cohort=cohort, now=NOW)
    address = reverse("cohorts:certificates", args=[cohort.pk])
    for key, status in (("school", 403), ("auditor", 403), ("liaison", 403), ("outsider", 404)):
        client.force_login(world.people[key])
        response = client.post(address, {"number_pattern": "1", "merit": [proof(cohort, world.people["learner"])]})
        assert response.status_code == status
    assert Certificate.objects.count() == 0
