"""Leave: asked for before it begins, decided by whom its length concerns, no absence and no hours, ended by reporting back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from cohorts.actions.leave import apply_for_leave, approve_leave, cancel_leave, decline_leave, report_back
from cohorts.actions.sessions import close_session
from cohorts.models import AttendanceMark, AttendancePolicy, Leave
from cohorts.queries.leave import on_leave, waiting_for
from lms.audit.models import AuditEntry
from lms.notices.models import Notice
from lms.people import actions as people
from lms.people.enums import Role
from tests.certificates.private import files_in

from .leaves import DAY, facts, learner_in, mark_of, session_in
from .meetings import fill, make_meeting, mark, minutes_of

WHY = {"kind": "illness", "text": "发烧"}


@pytest.fixture(autouse=True)
def own_folder(tmp_path):
    with files_in(tmp_path):
        yield


@pytest.fixture
def seat(world):
    return learner_in(world)


def ask(world, seat, *sessions, **fields):
    fields = WHY | fields
    return apply_for_leave(person=world.p_learner, enrolment=seat, sessions={session.pk for session in sessions}, **fields)


def granted(world, seat, *sessions):
    (leave,) = ask(world, seat, *sessions)
    return approve_leave(actor=world.p_school, leave=leave)


def test_leave_is_asked_for_and_the_class_teacher_told(world, seat):
    session = session_in(world, seat.cohort, 2)
    (leave,) = ask(world, seat, session, proof=ContentFile(b"%PDF-", name="a.pdf"))
    assert (leave.state, leave.level, leave.starts_at, leave.ends_at) == (
        "applied", "class_teacher", session.starts_at, session.ends_at)
    assert leave.proof.name.startswith("leaves/")
    notice = Notice.objects.get(kind="leave.waiting")
    assert (notice.person, notice.url) == (world.p_trainer, f"/desk/leaves/{leave.pk}/")
    assert AuditEntry.objects.filter(verb="leave.apply").get().detail == {"cohort": seat.cohort_id, "level": "class_teacher"}


@pytest.mark.parametrize(("days", "level", "told"), [
    (1, "class_teacher", "trainer"), (2, "school", "school"), (4, "school", "school"), (5, "department", "district"),
])
def test_its_length_says_who_decides(world, seat, days, level, told):
    sessions = [session_in(world, seat.cohort, 1 + day) for day in range(days)]
    (leave,) = ask(world, seat, *sessions)
    assert leave.level == level
    assert list(Notice.objects.filter(kind="leave.waiting").values_list("person__username", flat=True)) == [told]


def test_the_length_is_judged_by_the_rules_of_its_first_day(world, seat):
    AttendancePolicy.objects.create(from_on=timezone.localdate() + 2 * DAY, leave_teacher_half_days=3)
    first, second, third = (session_in(world, seat.cohort, days) for days in (1, 2, 3))
    assert ask(world, seat, first)[0].level == "class_teacher"
    assert ask(world, seat, second, third)[0].level == "class_teacher"


def test_whoever_leads_their_own_class_is_decided_by_the_school(world):
    seat = learner_in(world)
    seat.cohort.class_teacher = world.p_learner
    seat.cohort.save()
    ask(world, seat, session_in(world, seat.cohort, 1))
    assert list(Notice.objects.filter(kind="leave.waiting").values_list("person__username", flat=True)) == ["school"]


@pytest.mark.parametrize("days", [-1, 0])
def test_after_the_beginning_it_is_too_late(world, seat, days):
    session = session_in(world, seat.cohort, days)
    with pytest.raises(ValidationError) as refused:
        ask(world, seat, session, now=session.starts_at)
    assert refused.value.code == "begun"
    assert Leave.objects.count() == 0


def test_nobody_asks_twice_or_for_someone_else_or_in_a_class_that_is_over(world, seat):
    session, other = session_in(world, seat.cohort, 1), session_in(world, seat.cohort, 2)
    ask(world, seat, session)
    with pytest.raises(ValidationError) as refused:
        ask(world, seat, session, other)
    assert refused.value.code == "twice"
    with pytest.raises(PermissionDenied):
        apply_for_leave(person=world.p_reserve, enrolment=seat, sessions={other.pk}, **WHY)
    seat.cohort.closed_at = timezone.now()
    seat.cohort.save()
    with pytest.raises(ValidationError):
        ask(world, seat, other)
    assert Leave.objects.count() == 1


def test_approved_leave_is_excused_at_closing_and_earns_nothing(world, seat):
    session = session_in(world, seat.cohort, 1, minutes=90)
    (absent,) = fill(seat.cohort, world.east_branch, 1)
    granted(world, seat, session)
    assert list(on_leave(session)) == [seat.pk]
    closing = close_session(actor=world.p_trainer, session=session, now=session.ends_at)
    assert (closing.excused, closing.absent, closing.posted) == (1, 1, 0)
    assert (mark_of(session, seat).status, mark_of(session, seat).method) == ("excused", "leave")
    assert mark_of(session, absent).method == "closing"
    assert (facts(seat).excused, facts(seat).sessions_counted, minutes_of(world.p_learner)) == (1, 0, 0)


def test_who_comes_although_on_leave_is_there(world, seat):
    session = make_meeting(world, seat.cohort)
    leave = Leave.objects.create(
        enrolment=seat, starts_at=session.starts_at, ends_at=session.ends_at, level="class_teacher", state="approved", **WHY
    )
    mark(world, session, (seat, "present"))
    close_session(actor=world.p_trainer, session=session, now=session.ends_at)
    assert mark_of(session, seat).status == "present"
    assert leave.state == "approved"


@pytest.mark.parametrize("state", ["applied", "declined", "cancelled"])
def test_leave_that_is_not_granted_is_an_absence(world, seat, state):
    session = session_in(world, seat.cohort, 1)
    ask(world, seat, session)
    Leave.objects.update(state=state)
    close_session(actor=world.p_trainer, session=session, now=session.ends_at)
    assert mark_of(session, seat).status == "absent"


def test_leave_approved_after_closing_excuses_who_was_recorded_absent(world, seat):
    session = session_in(world, seat.cohort, 1)
    (leave,) = ask(world, seat, session)
    close_session(actor=world.p_trainer, session=session, now=session.ends_at)
    approve_leave(actor=world.p_trainer, leave=leave, now=session.ends_at + DAY)
    chain = AttendanceMark.objects.filter(session=session, enrolment=seat).order_by("pk")
    assert [(one.status, one.method) for one in chain] == [("absent", "closing"), ("excused", "leave")]


def test_reporting_back_makes_one_expected_again(world, seat):
    first, second = session_in(world, seat.cohort, 1), session_in(world, seat.cohort, 2)
    leave = granted(world, seat, first, second)
    back = report_back(actor=world.p_trainer, leave=leave, now=first.ends_at)
    assert (back.state, back.returned_at) == ("returned", first.ends_at)
    assert (list(on_leave(first)), list(on_leave(second))) == ([seat.pk], [])
    assert Notice.objects.filter(kind="leave.returned", person=world.p_learner).count() == 1
    assert [(a.state) for a in ask(world, seat, second)] == ["applied"]


def test_before_it_begins_the_applicant_takes_it_back_afterwards_not(world, seat):
    session, later = session_in(world, seat.cohort, 1), session_in(world, seat.cohort, 3)
    leave = granted(world, seat, session)
    with pytest.raises(PermissionDenied):
        cancel_leave(actor=world.p_school, leave=leave)
    with pytest.raises(ValidationError):
        cancel_leave(actor=world.p_learner, leave=leave, now=session.starts_at)
    with pytest.raises(ValidationError):
        report_back(actor=world.p_learner, leave=leave, now=session.starts_at - timedelta(seconds=1))
    assert cancel_leave(actor=world.p_learner, leave=leave).state == "cancelled"
    assert list(on_leave(session)) == []
    assert ask(world, seat, session, later)[0].state == "applied"


def test_nobody_decides_their_own_and_nothing_is_decided_twice(world, seat):
    (leave,) = ask(world, seat, session_in(world, seat.cohort, 1))
    with pytest.raises(PermissionDenied):
        approve_leave(actor=world.p_learner, leave=leave)
    with pytest.raises(ValidationError):
        decline_leave(actor=world.p_school, leave=leave, answer=" ")
    decline_leave(actor=world.p_school, leave=leave, answer="当天要考试")
    with pytest.raises(ValidationError):
        approve_leave(actor=world.p_trainer, leave=leave)
    leave.refresh_from_db()
    assert (leave.state, leave.answer, leave.decided_by) == ("declined", "当天要考试", world.p_school)
    assert Notice.objects.get(person=world.p_learner, kind="leave.declined").url == "/my/leaves/"


def test_what_waits_for_whom(world):
    cohort = learner_in(world).cohort
    seats = [cohort.enrolments.get(), *fill(cohort, world.east_branch, 3)]
    session = session_in(world, cohort, 1)
    for seat, level in zip(seats, ["class_teacher", "school", "department", "department"], strict=True):
        Leave.objects.create(enrolment=seat, starts_at=session.starts_at, ends_at=session.ends_at, level=level, **WHY)
    people.grant_role(actor=None, person=seats[3].person, role=Role.DISTRICT, organisation=world.root)

    def levels(person):
        return [leave.level for leave in waiting_for(person)]

    assert levels(world.p_trainer) == ["class_teacher"]
    assert levels(world.p_school) == levels(world.p_subdistrict) == ["class_teacher", "school"]
    assert levels(world.p_district) == ["class_teacher", "school", "department", "department"]
    assert levels(seats[3].person) == ["class_teacher", "school", "department"]
    assert levels(world.p_auditor) == levels(world.p_liaison) == levels(world.p_outsider) == []
