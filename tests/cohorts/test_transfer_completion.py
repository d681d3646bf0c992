"""What counts as attended by the records: half-days, lates by minutes, groups, and what a former class taught."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cohorts.actions.sessions import close_session
from cohorts.models import AttendanceMark, AttendancePolicy, CohortGroup, Enrolment, MakeUp, ProgrammeModule
from cohorts.queries.completion import attendance_of, standings

from .leaves import facts, learner_in, session_in
from .meetings import fill, make_class, minutes_of, place


@pytest.fixture
def seat(world):
    return learner_in(world)


def held(world, seat, days, status, **fields):
    """A closed session with one mark of the learner; ``late`` are minutes."""
    late = fields.pop("late", 0)
    session = session_in(world, fields.pop("cohort", seat.cohort), days, **{"minutes": 90} | fields)
    AttendanceMark.objects.create(session=session, enrolment=seat, status=status, method="grid", late_minutes=late)
    close_session(actor=world.p_trainer, session=session, now=session.ends_at)
    return session


def rules(**fields):
    AttendancePolicy.objects.create(from_on=date(2017, 1, 1), **fields)


def figures(seat):
    found = facts(seat)
    return found.sessions_closed, found.attended, found.excused


def test_by_half_days_a_morning_of_two_sessions_is_one(world, seat):
    rules(by_half_day=True)
    held(world, seat, -2, "present", hour=8)
    held(world, seat, -2, "absent", hour=10)
    held(world, seat, -2, "present", hour=14)
    session_in(world, seat.cohort, 1)
    session_in(world, seat.cohort, 1, hour=11)
    assert (figures(seat), facts(seat).sessions_open, facts(seat).half_days) == ((2, 1, 0), 1, True)


def test_later_than_allowed_is_absent_and_earns_nothing(world, seat):
    rules(absent_after=30)
    held(world, seat, -2, "late", late=31)
    held(world, seat, -1, "late", late=30)
    assert (figures(seat), minutes_of(world.p_learner)) == ((2, 1, 0), 90)


def test_two_lates_make_an_absence_and_are_told(world, seat):
    rules(lates_per_absence=2)
    for days in (-4, -3, -2):
        held(world, seat, days, "late", late=5)
    (standing,) = standings(seat.cohort, [seat])
    assert figures(seat) == (3, 2, 0)
    assert [(reason.code, reason.numbers["late_absences"]) for reason in standing.verdict.reasons] == [("attendance", 1)]
    assert standing.attendance.lates == 3


def test_leave_of_more_than_a_share_fails_by_the_rules_of_the_first_day(world, seat):
    seat.cohort.starts_on = date(2017, 9, 1)
    rules(leave_most_percent=30)
    for days, status in ((-4, "present"), (-3, "present"), (-2, "excused")):
        held(world, seat, days, status)
    assert [reason.code for reason in standings(seat.cohort, [seat])[0].verdict.reasons] == ["leave"]
    AttendancePolicy.objects.update(from_on=date(2017, 9, 2))
    assert standings(seat.cohort, [seat])[0].verdict.complete is True


def test_a_group_is_expected_at_its_own_sessions_only(world, seat):
    east, west = (CohortGroup.objects.create(cohort=seat.cohort, name=name) for name in ("一组", "二组"))
    Enrolment.objects.filter(pk=seat.pk).update(group=east)
    seat.refresh_from_db()
    held(world, seat, -2, "present", group=east)
    other = session_in(world, seat.cohort, -1, group=west)
    close_session(actor=world.p_trainer, session=other, now=other.ends_at)
    assert other.marks.count() == 0
    assert figures(seat) == (1, 1, 0)


@pytest.fixture
def moved(world, seat):
    """The learner attended two sessions of a class and was absent from one, then moved to the second class."""
    module = ProgrammeModule.objects.create(programme=seat.cohort.programme, title="党史")
    held(world, seat, -9, "present", title="党史第一讲", module=module)
    held(world, seat, -8, "late", title="社区治理")
    held(world, seat, -7, "absent", title="换届程序")
    new = place(make_class(world, title="第二期", class_teacher=world.p_trainer), world.p_learner, world.east_branch)
    Enrolment.objects.filter(pk=seat.pk).update(state="withdrawn")
    Enrolment.objects.filter(pk=new.pk).update(moved_from=seat)
    new.refresh_from_db()
    new.module = module
    return new


def closed(world, cohort, days, **fields):
    session = session_in(world, cohort, days, **{"minutes": 60} | fields)
    close_session(actor=world.p_trainer, session=session, now=session.ends_at)
    return session


def test_what_the_former_class_taught_counts_in_the_new_one(world, moved):
    closed(world, moved.cohort, -3, title="党史第二讲", module=moved.module)
    closed(world, moved.cohort, -2, title="社区治理")
    closed(world, moved.cohort, -1, title="换届程序")
    closed(world, moved.cohort, -1, title="别的", hour=14)
    found = facts(moved)
    assert (found.sessions_closed, found.attended, found.before, found.minutes) == (4, 2, 2, 180)
    units = attendance_of(moved.cohort, [moved])[moved.pk].attendance.units
    assert [unit.reasons for unit in units] == [("before",), ("before",), (), ()]


def test_one_session_of_the_former_class_counts_once(world, moved):
    closed(world, moved.cohort, -3, title="党史第二讲", module=moved.module)
    closed(world, moved.cohort, -2, title="党史第三讲", module=moved.module)
    assert (facts(moved).attended, facts(moved).minutes) == (1, 90)


def test_attended_again_the_hours_of_the_new_class_count(world, moved):
    held(world, moved, -3, "present", title="社区治理", minutes=60)
    found = facts(moved)
    assert (found.attended, found.before, found.minutes) == (1, 0, 60)


def test_other_people_of_the_new_class_get_nothing_from_it(world, moved):
    (other,) = fill(moved.cohort, world.east_branch, 1)
    closed(world, moved.cohort, -2, title="社区治理")
    assert facts(other).attended == 0


def test_facts_cost_the_same_for_one_and_for_many_also_with_make_ups_and_transfers(
    world, moved, django_assert_num_queries
):
    session = closed(world, moved.cohort, -2, title="社区治理")
    closed(world, moved.cohort, -1, title="换届程序")
    assert moved.cohort.programme.exam is None  # read once, with the cohort
    with django_assert_num_queries(13):
        standings(moved.cohort, moved.cohort.enrolments.all())
    old = fill(make_class(world, title="旧班"), world.east_branch, 20)
    new = Enrolment.objects.bulk_create([
        Enrolment(cohort=moved.cohort, person=row.person, organisation=world.east_branch, position="member", moved_from=row)
        for row in old
    ])
    MakeUp.objects.bulk_create([
        MakeUp(enrolment=row, session=session, state="done", decided_at=timezone.now() - timedelta(days=1)) for row in new
    ])
    with django_assert_num_queries(13):
        assert sum(row.facts.made_up for row in standings(moved.cohort, moved.cohort.enrolments.all())) == 20
