"""Marking by hand, closing a session, correcting."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from cohorts.actions.attendance import Entry, mark_attendance
from cohorts.actions.check_in import check_in
from cohorts.actions.corrections import correct_mark
from cohorts.actions.sessions import close_session
from cohorts.models import AttendanceMark, LessonOrder, MenuItem
from cohorts.rules.check_in import code_at
from courses.models import HourEntry
from lms.audit.models import AuditEntry

from .meetings import fill, make_class, make_meeting, mark, minutes_of, place, standing


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
    line = HourEntry.objects.get(person=a.person)
    assert (line.person, line.minutes, line.kind, line.concentrated, line.source, line.on_date) == (
        a.person, 90, "lecture", True, f"session:{meeting.pk}:person:{a.person_id}", timezone.localdate(meeting.starts_at)
    )
    order.refresh_from_db()
    assert order.state == "delivered"

    again = close_session(actor=world.p_trainer, session=meeting, now=timezone.now())
    assert (again.absent, again.posted, again.already) == (0, 0, True)
    assert (HourEntry.objects.count(), AttendanceMark.objects.count()) == (2, 3)
    assert AuditEntry.objects.filter(verb="session.close").count() == 1


def test_hours_stand_on_the_local_day_of_the_session(world):
    session = make_meeting(world)
    seat = fill(session.cohort, world.east_branch, 1)[0]
    start = timezone.now().replace(hour=16, minute=30) - timedelta(days=2)  # half past midnight of the next day in Shanghai
    session.starts_at, session.ends_at = start, start + timedelta(hours=2)
    session.save()
    mark(world, session, (seat, "present"))
    close_session(actor=world.p_trainer, session=session, now=timezone.now())
    assert HourEntry.objects.get(person=seat.person).on_date == start.date() + timedelta(days=1)


def test_a_cohort_without_a_programme_posts_hours_that_are_not_concentrated(world):
    session = make_meeting(world, make_class(world, programme=None))
    seat = fill(session.cohort, world.east_branch, 1)[0]
    mark(world, session, (seat, "late"))
    close_session(actor=world.p_trainer, session=session, now=timezone.now())
    assert HourEntry.objects.get(person=seat.person).concentrated is False


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
    for count in (1, 50):
        session = make_meeting(world)
        seats = fill(session.cohort, world.east_branch, count)
        with django_assert_num_queries(9):
            mark(world, session, *[(seat, "present") for seat in seats])
        late = fill(session.cohort, world.east_branch, count)
        assert len(late) == count
        with django_assert_num_queries(23):
            close_session(actor=world.p_trainer, session=session, now=timezone.now())
        assert HourEntry.objects.filter(source__startswith=f"session:{session.pk}:").count() == count


def test_whoever_taught_earns_teaching_hours_once_and_only_where_somebody_came(world, meeting, seats):
    mark(world, meeting, (seats[0], "present"))
    for _ in range(2):
        close_session(actor=world.p_subdistrict, session=meeting, now=timezone.now())
    line = HourEntry.objects.get(person=world.p_trainer)
    assert (line.kind, line.observed, line.concentrated, line.source) == (
        "teaching", meeting.minutes, False, f"teaching:{meeting.pk}:person:{world.p_trainer.pk}"
    )


def test_a_session_to_which_nobody_came_was_not_taught(world, meeting, seats):
    close_session(actor=world.p_subdistrict, session=meeting, now=timezone.now())
    assert HourEntry.objects.count() == 0
