from datetime import date, datetime

import pytest

from cohorts.rules import leave, make_up
from cohorts.rules.leave import Level, Meeting, half_days, level_for, plan, within
from cohorts.rules.policy import Policy


def at(day, hour, minute=0):
    return datetime(2018, 3, day, hour, minute)


NOW = at(1, 8)
MEETINGS = [
    Meeting(1, at(5, 9), at(5, 11, 30)), Meeting(2, at(5, 13, 30), at(5, 16)), Meeting(3, at(6, 9), at(6, 11, 30)),
    Meeting(4, at(6, 13, 30), at(6, 16)), Meeting(5, at(7, 9), at(7, 16)),
]
POLICY = Policy(leave_teacher_half_days=1, leave_school_half_days=3)


def planned(*chosen, standing=(), now=NOW):
    return plan(set(chosen), MEETINGS, standing=standing, policy=POLICY, now=now)


def test_half_days_are_counted_once_and_a_long_meeting_takes_both():
    assert half_days(MEETINGS[:1] * 2) == [(date(2018, 3, 5), True)]
    assert half_days(MEETINGS[4:]) == [(date(2018, 3, 7), True), (date(2018, 3, 7), False)]
    assert half_days([Meeting(9, at(7, 9), at(7, 12, 30))]) == [(date(2018, 3, 7), True)]


@pytest.mark.parametrize(("count", "level"), [
    (1, Level.CLASS_TEACHER), (2, Level.SCHOOL), (3, Level.SCHOOL), (4, Level.DEPARTMENT),
])
def test_the_length_says_who_decides(count, level):
    assert level_for(count, POLICY) == level


def test_sessions_that_follow_each_other_make_one_leave():
    found = planned(1, 2, 3)
    assert (found.spans, found.half_days, found.level) == (((at(5, 9), at(6, 11, 30)),), 3, "school")


def test_a_session_between_that_is_attended_makes_two_leaves_of_one_length():
    found = planned(1, 3, 4, 5)
    assert found.spans == ((at(5, 9), at(5, 11, 30)), (at(6, 9), at(7, 16)))
    assert (found.half_days, found.level) == (5, "department")


@pytest.mark.parametrize(("chosen", "options", "problem"), [
    ((), {}, "nothing"), ((99,), {}, "nothing"), ((1, 2), {"now": at(5, 9)}, "begun"), ((2,), {"now": at(5, 13, 29)}, ""),
    ((2, 3), {"standing": [(at(6, 9), at(6, 10))]}, "twice"), ((2, 3), {"standing": [(at(6, 11, 30), at(6, 12))]}, ""),
])
def test_what_cannot_be_asked_for(chosen, options, problem):
    assert planned(*chosen, **options).problem == problem


def test_days_take_all_their_sessions():
    assert within(MEETINGS, date(2018, 3, 5), date(2018, 3, 6)) == {1, 2, 3, 4}
    assert within(MEETINGS, date(2018, 3, 8), date(2018, 3, 9)) == set()


@pytest.mark.parametrize(("state", "now", "cancel", "back"), [
    ("applied", 4, True, False), ("approved", 4, True, False), ("approved", 5, False, True), ("applied", 5, False, False),
    ("declined", 4, False, False), ("returned", 6, False, False), ("cancelled", 4, False, False),
])
def test_before_it_is_taken_back_afterwards_one_reports_back(state, now, cancel, back):
    assert leave.may_cancel(state, at(5, 9), at(now, 9)) == cancel
    assert leave.may_report_back(state, at(5, 9), at(now, 9)) == back


def test_reporting_back_ends_it_early_and_never_late():
    assert leave.until(at(6, 9), None) == at(6, 9)
    assert leave.until(at(6, 9), at(5, 12)) == at(5, 12)
    assert leave.until(at(6, 9), at(7, 12)) == at(6, 9)


@pytest.mark.parametrize(("facts", "answer"), [
    ({}, ""), ({"status": "excused"}, ""), ({"status": ""}, ""), ({"status": "present"}, "not_missed"),
    ({"status": "late", "late_minutes": 40}, ""), ({"status": "late", "late_minutes": 30}, "not_missed"),
    ({"closed": False}, "not_yet"), ({"cohort_over": True}, "over"),
])
def test_what_can_be_made_up(facts, answer):
    given = {"closed": True, "cohort_over": False, "status": "absent", "late_minutes": 0} | facts
    assert make_up.problem(**given, policy=Policy(absent_after=30)) == answer


@pytest.mark.parametrize(("quota", "capacity", "seated", "guests", "free"), [
    (40, None, 38, 1, 1), (40, 30, 28, 1, 1), (40, 80, 40, 0, 0), (40, 30, 35, 0, 0),
])
def test_guests_take_what_the_class_and_its_room_leave(quota, capacity, seated, guests, free):
    assert make_up.free_seats(quota=quota, capacity=capacity, seated=seated, guests=guests) == free


def test_a_note_comes_after_the_lessons_and_says_something():
    assert make_up.hand_in_problem("学" * 30, 1) == "lessons"
    assert make_up.hand_in_problem("学 " * 29, 0) == "short"
    assert make_up.hand_in_problem("学" * 30, 0) == ""
