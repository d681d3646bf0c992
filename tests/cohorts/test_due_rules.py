"""What waits for a trainee, in which order, and when it is late."""

from datetime import date

import pytest

from cohorts.rules.due import COURSE, EXAM, Due, Waiting, waiting

TODAY = date(2017, 9, 10)


def course(key, by, done=0, required=3):
    return Due(COURSE, key, f"课程{key}", f"/c{key}/", by, done, required)


def exam(key, by, passed=False):
    return Due(EXAM, key, f"考试{key}", f"/e{key}/", by, 40, 60, passed=passed, tried=1)


@pytest.mark.parametrize(("by", "days", "late"), [
    (date(2017, 9, 9), 0, True), (TODAY, 0, False), (date(2017, 9, 17), 7, False),
])
def test_a_day_is_late_when_it_is_past(by, days, late):
    item = course(1, by)
    assert waiting([item], TODAY) == [Waiting(item, days, late)]


def test_what_is_done_or_passed_does_not_wait():
    day = date(2017, 9, 20)
    assert waiting([course(1, day, done=3), exam(2, day, passed=True), course(3, day, done=0, required=0)], TODAY) == []
    assert [entry.item.key for entry in waiting([exam(2, day), course(1, day, done=2)], TODAY)] == [1, 2]


def test_the_most_urgent_comes_first_and_what_two_classes_ask_for_stands_once():
    early, late = date(2017, 9, 12), date(2017, 10, 1)
    found = waiting([course(1, late), exam(1, early), course(2, early), course(1, early)], TODAY)
    assert [(entry.item.kind, entry.item.key, entry.item.by) for entry in found] == [
        (COURSE, 1, early), (COURSE, 2, early), (EXAM, 1, early),
    ]
