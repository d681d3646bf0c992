"""When a report is due: pure functions over local times."""

from datetime import date, datetime

import pytest

from lms.lists.rules.periods import MONTH, WEEK, Rhythm, due, following, is_over, latest

MONDAY = Rhythm(WEEK, 0, None, 8)
LAST = Rhythm(MONTH, None, 31, 8)


def at(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(("now", "moment"), [
    ("2017-09-04T08:00", "2017-09-04T08:00"), ("2017-09-04T07:59", "2017-08-28T08:00"), ("2017-09-10T23:00", "2017-09-04T08:00"),
])
def test_the_last_moment_of_a_week(now, moment):
    assert latest(MONDAY, at(now)) == at(moment)


@pytest.mark.parametrize(("now", "moment"), [
    ("2017-09-30T08:00", "2017-09-30T08:00"), ("2017-09-30T07:59", "2017-08-31T08:00"), ("2018-02-28T09:00", "2018-02-28T08:00"),
    ("2018-01-05T09:00", "2017-12-31T08:00"), ("2020-02-29T08:00", "2020-02-29T08:00"),
])
def test_the_last_moment_of_a_month_falls_on_its_last_day_where_it_is_short(now, moment):
    assert latest(LAST, at(now)) == at(moment)


@pytest.mark.parametrize(("rhythm", "since", "now", "day"), [
    (MONDAY, "2017-09-01T00:00", "2017-09-04T08:01", date(2017, 9, 4)),
    (MONDAY, "2017-09-04T08:01", "2017-09-05T12:00", None),  # made after its time: not before next week
    (MONDAY, "2017-08-01T00:00", "2017-09-20T12:00", date(2017, 9, 18)),  # what was missed is not made up for
    (Rhythm(WEEK, 0, None, 8, date(2017, 9, 4)), "2017-09-01T00:00", "2017-09-04T09:00", date(2017, 9, 4)),
    (Rhythm(WEEK, 0, None, 8, date(2017, 9, 3)), "2017-09-01T00:00", "2017-09-04T09:00", None),
    (LAST, "2017-09-01T00:00", "2017-09-30T08:00", date(2017, 9, 30)),
])
def test_what_is_due(rhythm, since, now, day):
    assert due(rhythm, at(since), at(now)) == day


@pytest.mark.parametrize(("rhythm", "now", "moment"), [
    (MONDAY, "2017-09-04T08:00", "2017-09-11T08:00"), (MONDAY, "2017-09-04T07:00", "2017-09-04T08:00"),
    (LAST, "2018-01-31T08:00", "2018-02-28T08:00"), (LAST, "2018-02-01T00:00", "2018-02-28T08:00"),
    (LAST, "2017-12-31T09:00", "2018-01-31T08:00"),
])
def test_the_next_moment(rhythm, now, moment):
    assert following(rhythm, at(now)) == at(moment)


def test_after_the_last_day_nothing_follows():
    rhythm = Rhythm(WEEK, 0, None, 8, date(2017, 9, 10))
    assert following(rhythm, at("2017-09-05T00:00")) is None
    assert [is_over(rhythm, at(now)) for now in ("2017-09-10T23:59", "2017-09-11T00:00")] == [False, True]
