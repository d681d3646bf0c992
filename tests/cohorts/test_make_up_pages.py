"""Pages of make-ups, of one person's marks, and of the rules of attendance."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cohorts.actions.corrections import set_mark
from cohorts.actions.sessions import close_session
from cohorts.models import AttendanceMark, AttendancePolicy, Leave, MakeUp
from courses.models import Course, Lesson, LessonProgress

from .leaves import DAY, learner_in, make_up_states, mark_of, session_in
from .meetings import fill, make_class, make_meeting, mark

NOTE = "这一课讲的是居民区党组织怎样议事协商。回去以后，我准备在楼组里先开两次小会，把停车的事情说清楚。"
RULES = {
    "opens_before": 30, "late_after": 10, "absent_after": 0, "lates_per_absence": 2, "code_seconds": 10,
    "leave_teacher_half_days": 1, "leave_school_half_days": 4, "leave_most_percent": 0,
}


@pytest.fixture
def seat(world):
    return learner_in(world)


@pytest.fixture
def missed(world, seat):
    session = session_in(world, seat.cohort, -2, title="基层社会治理", minutes=90)
    close_session(actor=world.p_trainer, session=session, now=session.ends_at)
    return session


@pytest.fixture
def lesson(seat):
    course = Course.objects.create(title="治理", published_at=timezone.now())
    seat.cohort.programme.courses.add(course)
    return Lesson.objects.create(title="议事", course=course, minutes=20, published_at=timezone.now(), url="/x/")


def test_from_the_missed_session_to_the_accepted_note(client, world, seat, missed, lesson):
    client.force_login(world.p_learner)
    url = reverse("cohorts:make-up-new", args=[seat.pk, missed.pk])
    assert url in client.get("/my/make-ups/").content.decode()
    assert client.get(url).context["lessons"] == [lesson]
    assert client.post(url, {}).status_code == 200
    client.post(url, {"lessons": [lesson.pk]})
    make_up = MakeUp.objects.get()
    note = reverse("cohorts:my-make-up", args=[make_up.pk])
    assert client.get(note).context["unfinished"] is True
    LessonProgress.objects.create(person=world.p_learner, lesson=lesson, completed_at=timezone.now())
    assert client.post(note, {"note": NOTE}).url == "/my/make-ups/"
    client.force_login(world.p_trainer)
    assert [row.pk for row in client.get("/desk/make-ups/").context["waiting"]] == [make_up.pk]
    desk = reverse("cohorts:make-up", args=[make_up.pk])
    assert client.post(desk, {"decline": "", "answer": ""}).context["form"].has_error("answer") is True
    assert client.post(desk, {"accept": "", "answer": "好"}).url == "/desk/make-ups/"
    assert make_up_states(seat) == ["done"]


def test_a_guest_is_chosen_and_taken_back(client, world, seat, missed):
    other = make_meeting(world, make_class(world, title="第二期"), begins=DAY, title="基层社会治理")
    client.force_login(world.p_learner)
    url = reverse("cohorts:make-up-new", args=[seat.pk, missed.pk])
    client.post(url, {"other": missed.pk})
    assert make_up_states(seat) == []
    client.post(url, {"other": other.pk})
    assert MakeUp.objects.get().other == other
    client.post(reverse("cohorts:make-up-cancel", args=[MakeUp.objects.get().pk]))
    assert make_up_states(seat) == ["cancelled"]


def test_a_guest_checks_in_and_the_host_opens_their_marks(client, world, seat, missed):
    cohort = make_class(world, title="第二期", class_teacher=world.p_trainer)
    other = make_meeting(world, cohort, title="基层社会治理")
    MakeUp.objects.create(enrolment=seat, session=missed, other=other)
    client.force_login(world.p_learner)
    assert [one.pk for one in client.get("/check-in/").context.get("sessions", [other])] == [other.pk]
    client.force_login(world.p_trainer)
    url = reverse("cohorts:session-person", args=[other.pk, seat.pk])
    assert client.get(url).context["guest"].session == missed
    client.post(url, {"status": "late", "late_minutes": 5})
    assert (mark_of(other, seat).status, mark_of(other, seat).late_minutes) == ("late", 5)


def test_someone_elses_make_up_is_not_found(client, world, seat, missed):
    make_up = MakeUp.objects.create(enrolment=seat, session=missed)
    client.force_login(world.p_reserve)
    for name, args in (("make-up-new", [seat.pk, missed.pk]), ("my-make-up", [make_up.pk])):
        assert client.get(reverse(f"cohorts:{name}", args=args)).status_code == 404


def test_six_months_later_every_mark_is_explained(client, world, seat):
    AttendancePolicy.objects.create(from_on=date(2017, 1, 1), absent_after=30)
    session = session_in(world, seat.cohort, -2)
    first = AttendanceMark.objects.create(
        session=session, enrolment=seat, status="present", method="qr", device="x" * 32, recorded_by=world.p_learner,
        offline=True, observed_at=session.starts_at,
    )
    set_mark(actor=world.p_school, session=session, enrolment=seat, mark=first, status="late", late_minutes=45,
             reason="摄像头里九点三刻才进来")
    close_session(actor=world.p_trainer, session=session, now=session.ends_at)
    Leave.objects.create(enrolment=seat, starts_at=session.starts_at, ends_at=session.ends_at, kind="work", text="开会",
                         level="class_teacher", state="declined", answer="不准", decided_by=world.p_trainer,
                         decided_at=session.starts_at)
    MakeUp.objects.create(enrolment=seat, session=session, note=NOTE, state="handed_in")
    client.force_login(world.p_trainer)
    page = client.get(reverse("cohorts:session-person", args=[session.pk, seat.pk]))
    assert [(one.status, one.device != "", one.offline, one.late_minutes) for one in page.context["chain"]] == [
        ("present", True, True, 0), ("late", False, False, 45)]
    assert (page.context["counted"], page.context["policy"].absent_after) == ("absent", 30)
    assert (page.context["policy_since"], page.context["leave"].state) == (date(2017, 1, 1), "declined")
    assert [row.state for row in page.context["make_ups"]] == ["handed_in"]
    for words in ("摄像头里九点三刻才进来", "不准", "school 某"):
        assert words in page.content.decode()


def test_minutes_are_entered_with_late_and_left_out_with_present(client, world, seat):
    session = make_meeting(world, seat.cohort)
    client.force_login(world.p_trainer)
    url = reverse("cohorts:session-person", args=[session.pk, seat.pk])
    client.post(url, {"status": "late", "late_minutes": "12", "early_minutes": ""})
    client.post(url, {"status": "late", "late_minutes": "15", "reason": "看了门口的钟"})
    client.post(url, {"status": "present", "late_minutes": "15", "reason": "钟快了"})
    chain = AttendanceMark.objects.order_by("pk").values_list("status", "late_minutes", "early_minutes")
    assert list(chain) == [("late", 12, 0), ("late", 15, 0), ("present", 0, 0)]


@pytest.mark.parametrize("count", [1, 15])
def test_queries_of_the_pages_do_not_grow(client, world, seat, missed, django_assert_num_queries, count):
    for row in fill(seat.cohort, world.east_branch, count):
        MakeUp.objects.create(enrolment=row, session=missed, state="handed_in", note=NOTE)
    for number in range(count):
        session = session_in(world, seat.cohort, -3 - number)
        close_session(actor=world.p_trainer, session=session, now=session.ends_at)
    client.force_login(world.p_trainer)
    client.get("/desk/make-ups/")
    with django_assert_num_queries(10):
        client.get("/desk/make-ups/")
    client.force_login(world.p_learner)
    client.get("/my/make-ups/")
    with django_assert_num_queries(8):
        client.get("/my/make-ups/")


def test_new_rules_show_whom_they_change_before_they_are_saved(client, world, seat):
    for days in (-3, -2):
        session = session_in(world, seat.cohort, days)
        AttendanceMark.objects.create(session=session, enrolment=seat, status="late", method="grid", late_minutes=5)
        close_session(actor=world.p_trainer, session=session, now=session.ends_at)
    session_in(world, seat.cohort, 2)
    client.force_login(world.p_district)
    tomorrow = timezone.localdate() + DAY
    preview = client.post("/desk/attendance-rules/new/", RULES | {"from_on": tomorrow, "look": ""}).context["preview"]
    assert ([(one.cohort.pk, one.sessions, one.people) for one in preview.cohorts], AttendancePolicy.objects.count()) == (
        [(seat.cohort_id, 1, 1)], 0)
    (changed,) = preview.changed
    assert (changed.enrolment.pk, changed.before.attended, changed.after.attended) == (seat.pk, 2, 1)
    assert client.post("/desk/attendance-rules/new/", RULES | {"from_on": tomorrow, "save": ""}).url == "/desk/attendance-rules/"
    row = AttendancePolicy.objects.get()
    assert (row.from_on, row.lates_per_absence, row.created_by) == (tomorrow, 2, world.p_district)
    client.post(reverse("cohorts:attendance-rules-withdraw", args=[row.pk]))
    assert AttendancePolicy.objects.count() == 0


@pytest.mark.parametrize("change", [
    {"from_on": "2017-01-01"}, {"leave_school_half_days": 0}, {"absent_after": 10}, {"code_seconds": 3}, {"late_after": ""},
])
def test_rules_that_make_no_sense_are_not_saved(client, world, change):
    client.force_login(world.p_district)
    data = RULES | {"from_on": timezone.localdate(), "save": ""} | change
    assert client.post("/desk/attendance-rules/new/", data).status_code == 200
    assert AttendancePolicy.objects.count() == 0


def test_rules_that_have_begun_stay_and_a_day_has_one_version(client, world):
    client.force_login(world.p_district)
    data = RULES | {"from_on": timezone.localdate(), "save": ""}
    client.post("/desk/attendance-rules/new/", data)
    page = client.post("/desk/attendance-rules/new/", data)
    assert (page.status_code, AttendancePolicy.objects.count()) == (200, 1)
    client.post(reverse("cohorts:attendance-rules-withdraw", args=[AttendancePolicy.objects.get().pk]))
    assert AttendancePolicy.objects.count() == 1
    client.force_login(world.p_auditor)
    assert [client.get(f"/desk/attendance-rules/{part}").status_code for part in ("", "new/")] == [200, 403]


@pytest.mark.parametrize("count", [1, 7])
def test_queries_of_the_preview_do_not_grow(client, world, django_assert_num_queries, count):
    for number in range(count):
        cohort = make_class(world, title=f"第{number}期")
        session = make_meeting(world, cohort, begins=timedelta(hours=-1))
        mark(world, session, *[(row, "late") for row in fill(cohort, world.east_branch, count)])
        close_session(actor=world.p_trainer, session=session, now=timezone.now())
        session_in(world, cohort, 2)
    client.force_login(world.p_district)
    data = RULES | {"from_on": timezone.localdate() + DAY, "look": "", "lates_per_absence": 1}
    client.post("/desk/attendance-rules/new/", data)
    with django_assert_num_queries(11):
        assert len(client.post("/desk/attendance-rules/new/", data).context["preview"].changed) == count * count
