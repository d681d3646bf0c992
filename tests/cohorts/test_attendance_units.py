"""How marks add up: sessions or half-days, lates that make an absence, what was made up or attended in a former class."""

from datetime import date, datetime

import pytest

from cohorts.rules.attendance import (
    Attendance,
    Sitting,
    Taught,
    Unit,
    attendance_units,
    counts_as,
    half_day,
    same_sessions,
)
from cohorts.rules.policy import Book, Policy

DAY = date(2018, 3, 5)
HALF, TWO_LATES = Policy(by_half_day=True), Policy(lates_per_absence=2)


def sit(session, status, *, morning=True, policy=Policy(), day=DAY, **fields):  # noqa: B008 -- frozen
    return Sitting(session, day, morning, status, policy=policy, **fields)


def figures(attendance):
    return attendance.closed, attendance.attended, attendance.excused, attendance.absent


@pytest.mark.parametrize(("moment", "morning"), [
    (datetime(2018, 3, 5, 12, 29), True), (datetime(2018, 3, 5, 12, 30), False), (datetime(2018, 3, 5, 0, 0), True),
])
def test_a_day_is_split_at_half_past_twelve(moment, morning):
    assert half_day(moment) == (DAY, morning)


@pytest.mark.parametrize(("status", "late", "after", "counted"), [
    ("late", 30, 30, "late"), ("late", 31, 30, "absent"), ("present", 31, 30, "absent"), ("late", 500, 0, "late"),
    ("left_early", 31, 30, "absent"), ("excused", 31, 30, "excused"), ("absent", 0, 30, "absent"),
])
def test_whoever_is_later_than_allowed_counts_as_absent(status, late, after, counted):
    assert counts_as(status, late, Policy(absent_after=after)) == counted


def test_by_sessions_each_counts_once():
    sittings = [sit(1, "present"), sit(2, "late"), sit(3, "excused"), sit(4, "absent"), sit(5, "")]
    attendance = attendance_units(sittings)
    assert figures(attendance) == (5, 2, 1, 2)
    assert [unit.reasons for unit in attendance.units] == [(), ("late",), ("leave",), (), ("unmarked",)]


@pytest.mark.parametrize(("statuses", "outcome"), [
    (["present", "present"], "attended"), (["present", "absent"], "absent"), (["present", "excused"], "attended"),
    (["excused", "excused"], "excused"), (["excused", "absent"], "absent"), (["late", ""], "absent"),
])
def test_a_half_day_is_one_unit(statuses, outcome):
    attendance = attendance_units([sit(number, status, policy=HALF) for number, status in enumerate(statuses)])
    assert [(unit.outcome, unit.sessions) for unit in attendance.units] == [(outcome, (0, 1))]
    assert attendance.half_days is True


def test_morning_and_afternoon_and_days_are_units_of_their_own():
    sittings = [
        sit(1, "present", policy=HALF), sit(2, "absent", policy=HALF, morning=False),
        sit(3, "present", policy=HALF, day=date(2018, 3, 6)),
    ]
    assert figures(attendance_units(sittings)) == (3, 2, 0, 1)


@pytest.mark.parametrize(("statuses", "attended", "lost"), [
    (["late"], 1, 0), (["late", "left_early"], 1, 1), (["late", "late", "late"], 2, 1), (["late"] * 4, 2, 2),
    (["present", "present"], 2, 0),
])
def test_two_lates_make_one_absence(statuses, attended, lost):
    attendance = attendance_units([sit(number, status, policy=TWO_LATES) for number, status in enumerate(statuses)])
    assert (attendance.attended, attendance.late_absences, attendance.closed) == (attended, lost, len(statuses))


def test_each_late_is_counted_by_the_rules_of_its_day():
    late = [sit(1, "late", policy=Policy()), sit(2, "late", policy=TWO_LATES), sit(3, "late", policy=TWO_LATES)]
    assert (attendance_units(late).lates, attendance_units(late).late_absences) == (3, 1)


def test_too_late_is_an_absence_and_no_late():
    rules = Policy(absent_after=30, lates_per_absence=2)
    attendance = attendance_units([sit(1, "late", late_minutes=45, policy=rules), sit(2, "late", late_minutes=5, policy=rules)])
    assert (figures(attendance), attendance.lates, attendance.units[0].reasons) == ((2, 1, 0, 1), 1, ("too_late",))


@pytest.mark.parametrize("status", ["absent", "excused", ""])
@pytest.mark.parametrize("way", ["made_up", "before"])
def test_what_was_made_up_or_attended_before_is_attended(status, way):
    assert attendance_units([sit(1, status, **{way: True})]).units == (Unit(DAY, True, (1,), "attended", (way,)),)


def test_who_was_there_made_nothing_up():
    attendance = attendance_units([sit(1, "present", made_up=True)])
    assert (attendance.made_up, attendance.missed) == (0, False)
    assert attendance_units([sit(1, "excused")]).missed is True


def test_nothing_is_nothing():
    assert attendance_units([]) == Attendance()
    assert figures(Attendance()) == (0, 0, 0, 0)


def test_sessions_are_paired_by_title_before_module_and_each_once():
    here = [Taught(1, 7, "党史"), Taught(2, 7, "党章"), Taught(3, None, "社区治理"), Taught(4, 7, "党建")]
    elsewhere = [Taught(21, 7, "党章"), Taught(22, None, " 社区治理 "), Taught(23, 7, "另一讲")]
    assert same_sessions(here, elsewhere) == {1: 23, 2: 21, 3: 22}


def test_the_rules_of_a_day_are_the_newest_that_had_begun():
    old, new = Policy(late_after=5), Policy(late_after=20)
    book = Book(((date(2018, 3, 1), new), (date(2018, 1, 1), old)))
    assert [book.on(day) for day in (date(2018, 3, 1), date(2018, 2, 28), date(2017, 12, 31))] == [new, old, Policy()]
    assert [book.since(day) for day in (date(2018, 3, 2), date(2017, 12, 31))] == [date(2018, 3, 1), None]
