"""Points as plain values: the nearest rule, caps, expiry."""

from datetime import date

import pytest

from cohorts.rules.points import Rule, capped, expires_on, rule_for

JAN, JULY = date(2017, 1, 1), date(2017, 7, 1)
DISTRICT = Rule(1, "session", 1, 5, JAN)
STREET = Rule(2, "session", 2, 3, JULY)
OTHER = Rule(3, "lesson", 2, 1, JAN)


@pytest.mark.parametrize(("path", "day", "found"), [
    ("1/2/3/", date(2017, 6, 30), DISTRICT),
    ("1/2/3/", JULY, STREET),
    ("1/4/", JULY, DISTRICT),
    ("1/2/3/", date(2016, 12, 31), None),
    ("", JULY, None),
])
def test_the_nearest_organisation_with_a_rule_of_that_day_decides(path, day, found):
    assert rule_for([DISTRICT, STREET, OTHER], source="session", path=path, day=day) == found


def test_a_rule_that_ended_gives_way_and_the_newest_counts():
    ended = Rule(4, "session", 2, 9, JAN, date(2017, 6, 30))
    newer = Rule(5, "session", 2, 4, JULY)
    assert rule_for([ended, newer], source="session", path="1/2/", day=date(2017, 6, 30)) == ended
    assert rule_for([ended, newer, STREET], source="session", path="1/2/", day=JULY) == newer


@pytest.mark.parametrize(("month", "year", "cap_month", "cap_year", "counted"), [
    (0, 0, None, None, 5), (8, 0, 10, None, 2), (0, 98, None, 100, 2), (8, 99, 10, 100, 1), (10, 10, 10, 100, 0),
    (12, 12, 10, None, 0),
])
def test_caps_cut_what_comes_after(month, year, cap_month, cap_year, counted):
    assert capped(5, month=month, year=year, cap_month=cap_month, cap_year=cap_year) == counted


def test_points_expire_at_the_end_of_a_year():
    assert [expires_on(JULY, years) for years in (0, 2)] == [date(2017, 12, 31), date(2019, 12, 31)]
