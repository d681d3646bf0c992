"""Pure decisions about people: new appointments, whose account one may touch, first codes, telephones."""

from datetime import date

import pytest

from lms.people.rules.appointments import add_months, newly_appointed
from lms.people.rules.authority import may_touch
from lms.people.rules.first_codes import ALPHABET, make_code, shown, typed
from lms.people.rules.scope import Grant, Scope
from lms.people.rules.telephones import is_mobile, plain_number


@pytest.mark.parametrize(("starts_on", "on", "expected"), [
    (date(2017, 7, 1), date(2017, 7, 1), True),
    (date(2017, 7, 1), date(2017, 12, 31), True),
    (date(2017, 7, 1), date(2018, 1, 1), False),
    (date(2017, 7, 1), date(2017, 6, 30), False),
    (date(2017, 8, 31), date(2018, 2, 27), True),
    (date(2017, 8, 31), date(2018, 2, 28), False),
    (None, date(2018, 1, 1), False),
])
def test_newly_appointed(starts_on, on, expected):
    assert newly_appointed(starts_on, on) is expected


def test_months_end_where_the_month_is_shorter():
    assert add_months(date(2019, 8, 31), 6) == date(2020, 2, 29)
    assert add_months(date(2017, 12, 5), 1) == date(2018, 1, 5)


def scope(*grants):
    return Scope(tuple(Grant(role, path) for role, path in grants))


def test_a_liaison_reaches_people_without_roles_only():
    liaison = scope(("liaison", "1/2/3/"))
    roles = ("liaison", "subdistrict", "district")
    assert may_touch(liaison, ["1/2/3/"], [], roles)
    assert not may_touch(liaison, ["1/2/4/"], [], roles)
    assert not may_touch(liaison, ["1/2/3/"], [Grant("trainer", "1/2/3/")], roles)
    assert not may_touch(liaison, ["1/2/3/"], [])


def test_a_subdistrict_administrator_does_not_reach_their_superiors():
    administrator = scope(("subdistrict", "1/2/"))
    assert may_touch(administrator, [], [Grant("trainer", "1/2/")])
    assert not may_touch(administrator, ["1/2/3/"], [Grant("district", "1/")])
    assert not may_touch(administrator, ["1/2/3/"], [Grant("liaison", "1/5/")])
    assert not may_touch(administrator, ["1/2/3/"], [Grant("subdistrict", "1/2/")])
    assert not may_touch(administrator, [], [])


def test_the_district_reaches_everybody_even_without_a_post():
    district = scope(("district", "1/"))
    assert may_touch(district, [], [])
    assert may_touch(district, ["1/2/"], [Grant("auditor", "1/")])


def test_an_auditor_touches_nobody():
    assert not may_touch(scope(("auditor", "1/")), ["1/2/"], [])


def test_codes_have_no_character_that_looks_like_another():
    assert not set("01OIL") & set(ALPHABET)
    assert make_code(lambda text: text[0]) == "22222222"


def test_a_code_is_recognised_however_it_was_copied():
    assert shown("ABCD2345") == "ABCD 2345"
    assert typed(" abcd-2345 ") == "ABCD2345"
    assert typed("ＡＢＣＤ　２３４５") == "ABCD2345"


@pytest.mark.parametrize(("text", "expected"), [
    ("138 0000 0001", "13800000001"), ("１３８００００００００１", "138000000001"), ("+86-13800000001", "13800000001"),
    ("", ""), (None, ""),
])
def test_plain_number(text, expected):
    assert plain_number(text) == expected


def test_mobile_numbers_have_eleven_digits():
    assert is_mobile("13800000001")
    assert not is_mobile("1380000001")
    assert not is_mobile("23800000001")
