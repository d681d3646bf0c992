"""Marking by hand, closing a session, correcting, and the desk pages of a session."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from cohorts.actions.attendance import Entry, check_in, correct_mark, mark_attendance
from cohorts.actions.sessions import close_session
from cohorts.models import AttendanceMark, LessonOrder, MenuItem
from cohorts.rules.check_in import code_at
from courses.models import HourEntry
from lms.audit.models import AuditEntry

from .meetings import fill, make_class, make_meeting, place


@pytest.fixture
def meeting(world):
    return make_meeting(world)


@pytest.fixture
def seats(meeting, world):
    return fill(meeting.cohort, world.east_branch, 3)


def mark(world, session, *lines, actor=None, **extra):
    return mark_attendance(
        actor=actor or world.p_trainer, session=session, now=timezone.now(),
        marks=[(seat.pk, status, uuid.uuid4()) for seat, status in lines], **extra,
    )


def standing(session):
    return dict(AttendanceMark.objects.current().filter(session=session).values_list("enrolment_id", "status"))


def minutes_of(person):
    return HourEntry.objects.filter(person=person).aggregate(n=Sum("minutes"))["n"] or 0


def test_marks_are_written_once_and_changed_by_correction(world, meeting, seats):
    a, b, _ = seats
    first = mark(world, meeting, (a, "present"), (b, "absent"))
    assert (first.new, first.corrected) == (2, 0)
    again = mark(world, meeting, (a, "present"), (b, "late"))
    assert (again.new, again.corrected, again.unchanged) == (0, 1, 1)
    assert standing(meeting) == {a.pk: "present", b.pk: "late"}
    chain = list(AttendanceMark.objects.filter(enrolment=b).order_by("pk").values_list("status", "corrects__status"))
    assert chain == [("absent", None), ("late", "absent")]


def test_the_same_lines_sent_again_write_nothing(world, meeting, seats):
    lines = [Entry(seats[0].pk, "absent", uuid.uuid4(), "")]
    for _ in range(2):
        mark_attendance(actor=world.p_trainer, session=meeting, marks=lines, now=timezone.now())
        mark(world, meeting, (seats[0], "present"))
    assert standing(meeting) == {seats[0].pk: "present"}
    assert AttendanceMark.objects.count() == 2


def test_what_changed_under_the_markers_hands_is_left_and_named(world, meeting, seats):
    mark(world, meeting, (seats[0], "present"))
    late = [Entry(seats[0].pk, "absent", uuid.uuid4(), ""), Entry(seats[1].pk, "absent", uuid.uuid4(), "")]
    outcome = mark_attendance(actor=world.p_trainer, session=meeting, marks=late, now=timezone.now())
    assert (outcome.conflicts, outcome.new) == ([seats[0].pk], 1)
    assert standing(meeting) == {seats[0].pk: "present", seats[1].pk: "absent"}


def test_nobody_marks_themselves(world, meeting):
    own = place(meeting.cohort, world.p_trainer, world.east_branch)
    outcome = mark(world, meeting, (own, "present"))
    assert (outcome.own, outcome.new) == (1, 0)
    assert standing(meeting) == {}
    mark(world, meeting, (own, "absent"), actor=world.p_school)
    with pytest.raises(PermissionDenied):
        correct_mark(actor=world.p_trainer, mark=AttendanceMark.objects.get(), status="present", reason="我在")
    assert standing(meeting) == {own.pk: "absent"}


def test_people_without_a_seat_and_of_other_classes_are_left_out(world, meeting, seats):
    elsewhere = fill(make_class(world, title="另一个班"), world.east_branch, 1)[0]
    gone = place(meeting.cohort, world.p_reserve, world.east_branch, state="withdrawn")
    outcome = mark(world, meeting, (elsewhere, "present"), (gone, "present"), (seats[0], "present"))
    assert outcome.new == 1
    assert standing(meeting) == {seats[0].pk: "present"}


def test_a_mark_that_does_not_exist_is_refused(world, meeting, seats):
    with pytest.raises(ValidationError):
        mark(world, meeting, (seats[0], "presentt"))


def test_before_check_in_opens_only_leave_can_be_marked(world):
    session = make_meeting(world, begins=timedelta(minutes=31))
    a, b = fill(session.cohort, world.east_branch, 2)
    mark(world, session, (a, "excused"))
    with pytest.raises(ValidationError):
        mark(world, session, (b, "present"))
    assert standing(session) == {a.pk: "excused"}


def test_closing_records_the_rest_absent_and_posts_the_hours_once(world, meeting, seats):
    a, b, c = seats
    mark(world, meeting, (a, "present"), (b, "excused"))
    item = MenuItem.objects.create(school=world.east, title="送学")
    order = LessonOrder.objects.create(
        item=item, organisation=world.east_branch, wanted_at=timezone.now(), place="会议室", size=3, state="accepted",
        session=meeting,
    )
    closing = close_session(actor=world.p_trainer, session=meeting, now=timezone.now())
    assert (closing.absent, closing.posted, closing.already) == (1, 1, False)
    assert standing(meeting) == {a.pk: "present", b.pk: "excused", c.pk: "absent"}
    assert AttendanceMark.objects.get(enrolment=c).method == "closing"
    line = HourEntry.objects.get()
    assert (line.person, line.minutes, line.kind, line.concentrated, line.source, line.on_date) == (
        a.person, 90, "lecture", True, f"session:{meeting.pk}:person:{a.person_id}", timezone.localdate(meeting.starts_at)
    )
    order.refresh_from_db()
    assert order.state == "delivered"

    again = close_session(actor=world.p_trainer, session=meeting, now=timezone.now())
    assert (again.absent, again.posted, again.already) == (0, 0, True)
    assert (HourEntry.objects.count(), AttendanceMark.objects.count()) == (1, 3)
    assert AuditEntry.objects.filter(verb="session.close").count() == 1


def test_hours_stand_on_the_local_day_of_the_session(world):
    session = make_meeting(world)
    seat = fill(session.cohort, world.east_branch, 1)[0]
    start = timezone.now().replace(hour=16, minute=30) - timedelta(days=2)  # half past midnight of the next day in Shanghai
    session.starts_at, session.ends_at = start, start + timedelta(hours=2)
    session.save()
    mark(world, session, (seat, "present"))
    close_session(actor=world.p_trainer, session=session, now=timezone.now())
    assert HourEntry.objects.get().on_date == start.date() + timedelta(days=1)


def test_a_cohort_without_a_programme_posts_hours_that_are_not_concentrated(world):
    session = make_meeting(world, make_class(world, programme=None))
    seat = fill(session.cohort, world.east_branch, 1)[0]
    mark(world, session, (seat, "late"))
    close_session(actor=world.p_trainer, session=session, now=timezone.now())
    assert HourEntry.objects.get().concentrated is False


def test_a_session_is_not_closed_before_it_begins_or_when_cancelled(world, meeting):
    with pytest.raises(ValidationError):
        close_session(actor=world.p_trainer, session=meeting, now=meeting.starts_at - timedelta(seconds=1))
    meeting.cancelled_at = timezone.now()
    meeting.save()
    with pytest.raises(ValidationError):
        close_session(actor=world.p_trainer, session=meeting, now=timezone.now())
    assert AttendanceMark.objects.count() == 0


def test_after_closing_nobody_checks_in_and_the_grid_is_shut(world, meeting, seats):
    close_session(actor=world.p_trainer, session=meeting, now=timezone.now())
    late = place(meeting.cohort, world.p_learner, world.east_branch)
    now = timezone.now()
    answer = check_in(
        person=world.p_learner, session=meeting, code=code_at(meeting.secret, meeting.pk, now), device="", now=now, method="qr"
    )
    assert answer.outcome == "closed"
    with pytest.raises(ValidationError):
        mark(world, meeting, (late, "present"))
    assert late.pk not in standing(meeting)


def test_a_correction_after_closing_moves_the_hours(world, meeting, seats):
    a = seats[0]
    close_session(actor=world.p_trainer, session=meeting, now=timezone.now())
    absent = AttendanceMark.objects.get(enrolment=a)
    assert minutes_of(a.person) == 0
    present = correct_mark(actor=world.p_school, mark=absent, status="present", reason="签到表上有签名")
    assert (minutes_of(a.person), present.corrects, present.reason) == (90, absent, "签到表上有签名")
    excused = correct_mark(actor=world.p_school, mark=present, status="excused", reason="看错了行")
    assert minutes_of(a.person) == 0
    correct_mark(actor=world.p_school, mark=excused, status="late", reason="当事人说明")
    assert minutes_of(a.person) == 90
    assert list(HourEntry.objects.order_by("pk").values_list("minutes", flat=True)) == [90, -90, 90]
    assert AuditEntry.objects.filter(verb="attendance.correct").count() == 3


def test_a_correction_needs_a_reason_and_the_mark_that_stands(world, meeting, seats):
    mark(world, meeting, (seats[0], "absent"))
    old = AttendanceMark.objects.get()
    with pytest.raises(ValidationError):
        correct_mark(actor=world.p_school, mark=old, status="present", reason="  ")
    correct_mark(actor=world.p_school, mark=old, status="present", reason="到了")
    with pytest.raises(ValidationError):
        correct_mark(actor=world.p_school, mark=old, status="late", reason="两个人同时改")
    assert standing(meeting) == {seats[0].pk: "present"}


def test_someone_enrolled_after_closing_can_be_recorded_with_a_reason(world, meeting):
    close_session(actor=world.p_trainer, session=meeting, now=timezone.now())
    late = place(meeting.cohort, world.p_learner, world.east_branch)
    mark(world, meeting, (late, "present"), reason="补录")
    assert (standing(meeting), minutes_of(world.p_learner)) == ({late.pk: "present"}, 90)


def test_writing_costs_the_same_for_one_and_for_many(world, django_assert_num_queries):
    for count in (1, 60):
        session = make_meeting(world)
        seats = fill(session.cohort, world.east_branch, count)
        with django_assert_num_queries(8):
            mark(world, session, *[(seat, "present") for seat in seats])
        late = fill(session.cohort, world.east_branch, count)
        assert len(late) == count
        with django_assert_num_queries(13):
            close_session(actor=world.p_trainer, session=session, now=timezone.now())
        assert HourEntry.objects.filter(source__startswith=f"session:{session.pk}:").count() == count


# The pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(client, world):
    client.force_login(world.p_trainer)
    return client


def test_the_grid_is_sorted_by_pinyin_and_saved_at_once(desk, world, meeting, seats):
    url = reverse("cohorts:grid", args=[meeting.pk])
    page = desk.get(url)
    rows = page.context["rows"]
    assert [row.enrolment.person.name for row in rows] == ["钱建国", "孙建国", "赵建国"]
    assert page.context["initials"] == ["Q", "S", "Z"]
    q, s, z = [row.enrolment.pk for row in rows]
    sent = {"form": page.context["form_id"], f"seen-{q}": "", f"seen-{s}": "", f"seen-{z}": "", f"status-{q}": "late"}
    assert desk.post(url, sent).url == url
    assert standing(meeting) == {q: "late"}
    assert AttendanceMark.objects.get().recorded_by == world.p_trainer
    desk.post(url, sent | {"rest": "present"})
    assert standing(meeting) == {q: "late", s: "present", z: "present"}


def test_a_letter_saves_and_shows_the_people_under_it(desk, meeting, seats):
    url = reverse("cohorts:grid", args=[meeting.pk])
    answer = desk.post(url, {"form": uuid.uuid4(), "go": "S", f"seen-{seats[0].pk}": "", f"status-{seats[0].pk}": "absent"})
    assert answer.url == f"{url}?initial=S"
    assert standing(meeting) == {seats[0].pk: "absent"}
    assert [row.enrolment.person.name for row in desk.get(answer.url).context["rows"]] == ["孙建国"]


def test_a_grid_opened_before_a_scan_does_not_undo_it(desk, world, meeting, seats):
    mark(world, meeting, (seats[0], "present"))
    url = reverse("cohorts:grid", args=[meeting.pk])
    desk.post(url, {"form": uuid.uuid4(), "rest": "present", f"seen-{seats[0].pk}": "", f"status-{seats[0].pk}": "absent"})
    assert standing(meeting) == {seats[0].pk: "present"}


@pytest.mark.parametrize(("name", "queries"), [("session", 7), ("grid", 6), ("session-close", 6)])
def test_the_pages_cost_the_same_for_one_and_for_many(
    desk, world, meeting, name, queries, django_assert_num_queries
):
    url = reverse(f"cohorts:{name}", args=[meeting.pk])
    for count in (1, 80):
        seats = fill(meeting.cohort, world.east_branch, count)
        mark(world, meeting, *[(seat, "present") for seat in seats[::2]])
        with django_assert_num_queries(queries):
            assert desk.get(url).status_code == 200


def test_the_session_page_filters_and_pages(desk, world, meeting):
    seats = fill(meeting.cohort, world.east_branch, 60)
    mark(world, meeting, *[(seat, "late") for seat in seats[:7]])
    url = reverse("cohorts:session", args=[meeting.pk])
    assert len(desk.get(url).context["page"].object_list) == 50
    assert len(desk.get(url, {"page": 2}).context["page"].object_list) == 10
    assert len(desk.get(url, {"status": "late"}).context["page"].object_list) == 7
    assert desk.get(url, {"status": "unmarked"}).context["page"].paginator.count == 53


def test_closing_asks_first_and_names_who_will_be_absent(desk, world, meeting, seats):
    mark(world, meeting, (seats[0], "present"))
    url = reverse("cohorts:session-close", args=[meeting.pk])
    page = desk.get(url)
    assert [row.enrolment.person.name for row in page.context["unmarked"]] == ["钱建国", "孙建国"]
    meeting.refresh_from_db()
    assert meeting.closed_at is None
    assert desk.post(url).url == reverse("cohorts:session", args=[meeting.pk])
    meeting.refresh_from_db()
    assert meeting.closed_by == world.p_trainer
    assert desk.post(url).status_code == 302


def test_a_person_is_corrected_from_the_desk_with_a_reason(desk, world, meeting, seats):
    mark(world, meeting, (seats[0], "absent"))
    close_session(actor=world.p_trainer, session=meeting, now=timezone.now())
    url = reverse("cohorts:session-person", args=[meeting.pk, seats[0].pk])
    assert desk.post(url, {"status": "present", "reason": ""}).context["form"].errors.keys() == {"reason"}
    desk.post(url, {"status": "present", "reason": "签到表上有签名"})
    assert standing(meeting)[seats[0].pk] == "present"
    assert minutes_of(seats[0].person) == 90


def test_ones_own_mark_cannot_be_changed_from_the_desk(desk, world, meeting):
    own = place(meeting.cohort, world.p_trainer, world.east_branch)
    url = reverse("cohorts:session-person", args=[meeting.pk, own.pk])
    assert desk.get(url).context["form"] is None
    assert desk.post(url, {"status": "present", "reason": "我在"}).status_code == 403
    assert standing(meeting) == {}


def test_a_person_of_another_class_is_not_found_under_this_session(desk, world, meeting):
    elsewhere = fill(make_class(world, title="另一个班"), world.east_branch, 1)[0]
    url = reverse("cohorts:session-person", args=[meeting.pk, elsewhere.pk])
    assert desk.get(url).status_code == 404
    assert desk.post(url, {"status": "present", "reason": "越权"}).status_code == 404


PAGES = ["session", "grid", "session-close", "projector", "projector-code"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("learner", 403), ("editor", 404), ("trainer", 200)])
def test_who_may_open_the_pages_of_a_session(client, world, meeting, name, who, status):
    place(meeting.cohort, world.p_learner, world.east_branch)
    client.force_login(world.people[who])
    url = reverse(f"cohorts:{name}", args=[meeting.pk])
    assert client.get(url).status_code == status
    if who != "trainer":
        assert client.post(url).status_code in (status, 405)
    meeting.refresh_from_db()
    assert meeting.closed_at is None


def test_a_liaison_sees_only_their_own_people(client, world, meeting):
    place(meeting.cohort, world.p_learner, world.east_branch)
    place(meeting.cohort, world.p_outsider, world.west_branch)
    client.force_login(world.p_liaison)
    page = client.get(reverse("cohorts:session", args=[meeting.pk]))
    assert [row.enrolment.person.name for row in page.context["page"]] == ["张学员"]
    assert "王外人" not in page.content.decode()


def test_the_screen_shows_the_code_of_the_moment(desk, world, meeting, seats):
    mark(world, meeting, (seats[0], "present"), (seats[1], "absent"))
    page = desk.get(reverse("cohorts:projector-code", args=[meeting.pk]))
    assert (page.context["there"], page.context["enrolled"], page.context["newest"]) == (1, 3, ["赵建国"])
    assert len(page.context["spoken"]) == 6
    assert meeting.secret not in page.content.decode()
    assert "style=" not in page.content.decode()


def test_the_screen_shows_no_code_when_nobody_can_check_in(desk, world, meeting):
    early = make_meeting(world, meeting.cohort, begins=timedelta(hours=2))
    page = desk.get(reverse("cohorts:projector", args=[early.pk]))
    assert (page.context["state"], "qr" in page.context) == ("too_early", False)


def test_a_first_mark_from_the_desk_needs_no_reason_while_the_session_is_open(desk, world, meeting, seats):
    url = reverse("cohorts:session-person", args=[meeting.pk, seats[0].pk])
    desk.post(url, {"status": "excused"})
    assert standing(meeting) == {seats[0].pk: "excused"}
    assert list(desk.get(url).context["form"].fields) == ["status", "reason"]
