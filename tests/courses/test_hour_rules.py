"""Rules of hours as data: what each place credits for the same minutes, and what a year makes of it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from courses.rules.hour_data import BadRules, dump, parse
from courses.rules.hour_presets import NANJING, NATIONAL, PRESETS, UNIT_2018, YUNNAN, ZHENGZHOU
from courses.rules.hour_year import Line, annual, carried_into
from courses.rules.hours import EARNED, HOUR, PLAIN, Band, Cap, Counting, Floor, HourRules, credit, split_years


def hours(data, kind, observed, progress=100):
    return credit(kind=kind, observed=observed, progress=progress, rules=parse(data)).hours


@pytest.mark.parametrize(("kind", "observed", "expected"), [
    ("lecture", 135, "3"), ("lecture", 45, "1"), ("online", 30, "0.6667"), ("recognised", 720, "16"),
])
def test_the_national_plan_counts_by_the_minute(kind, observed, expected):
    assert round(hours(NATIONAL, kind, observed), 4) == Decimal(expected)


@pytest.mark.parametrize(("kind", "observed", "expected"), [
    ("lecture", 360, 8), ("lecture", 300, 8), ("lecture", 180, 4), ("lecture", 120, 4), ("lecture", 90, 2), ("field", 150, 4),
    ("study", 60, 1), ("study", 119, 1), ("study", 59, 0), ("study", 180, 4), ("online", 45, 1),
])
def test_the_units_rule_of_2018_counts_8_a_day_and_4_half_a_day(kind, observed, expected):
    assert hours(UNIT_2018, kind, observed) == expected


@pytest.mark.parametrize(("kind", "observed", "expected"), [
    ("lecture", 360, 6), ("lecture", 180, 3), ("lecture", 119, "2.6444"), ("teaching", 90, 10), ("online", 45, 1),
])
def test_nanjing_counts_6_a_day_and_teaching_five_times(kind, observed, expected):
    assert round(hours(NANJING, kind, observed), 4) == Decimal(expected)


@pytest.mark.parametrize(("kind", "observed", "progress", "expected"), [
    ("lecture", 60, 100, "1"), ("lecture", 59, 100, "0.5"), ("lecture", 30, 100, "0.5"), ("lecture", 29, 100, "0"),
    ("lecture", 150, 100, "2.5"), ("online", 65, 100, "1"), ("online", 65, 99, "0"), ("lecture", 65, 99, "1"),
])
def test_zhengzhou_counts_whole_and_half_hours_and_online_only_when_complete(kind, observed, progress, expected):
    assert hours(ZHENGZHOU, kind, observed, progress) == Decimal(expected)


@pytest.mark.parametrize(("kind", "observed", "expected"), [
    ("online", 30, "1"), ("online", 90, "1"), ("online", 29, "0.5"), ("online", 15, "0.5"), ("micro", 14, "0.25"),
    ("micro", 1, "0.25"), ("exam", 60, "0.5"), ("lecture", 90, "2"),
])
def test_yunnan_counts_online_in_bands(kind, observed, expected):
    assert hours(YUNNAN, kind, observed) == Decimal(expected)


def test_four_quarters_are_one_hour_exactly():
    rules = parse(YUNNAN)
    minutes = [credit(kind="micro", observed=9, rules=rules).minutes for _ in range(4)]
    assert (minutes, sum(minutes)) == ([Decimal("11.25")] * 4, HOUR)


def test_each_credit_says_by_which_steps():
    def steps(data, kind, observed, progress=100):
        found = credit(kind=kind, observed=observed, progress=progress, rules=parse(data)).steps
        return [(step.code, step.values) for step in found]

    assert steps(UNIT_2018, "lecture", 360) == [("full_day", {"from_minutes": 300, "hours": 8})]
    assert steps(NANJING, "teaching", 45) == [("clock", {"unit": 45}), ("times", {"times": 5})]
    assert steps(ZHENGZHOU, "online", 40, 80) == [("incomplete", {"progress": 80})]
    assert steps(YUNNAN, "online", 20) == [("band", {"from_minutes": 15, "hours": Decimal("0.5")})]
    assert credit(kind="exam", observed=30, rules=HourRules({"exam": Counting(way="nothing")})).minutes == 0


def test_bands_may_begin_above_nothing():
    rules = HourRules(other=Counting(way="bands", bands=(Band(30, Decimal(1)),)))
    assert [(credit(kind="online", observed=minutes, rules=rules).hours) for minutes in (29, 30)] == [0, 1]


def line(pk, day, kind, credited_hours, subject=""):
    return Line(pk, date(*day), kind, Decimal(credited_hours) * HOUR, subject)


def test_the_same_lesson_counts_once_a_year():
    lines = [
        line(1, (2018, 3, 1), "online", 1, "a"), line(2, (2018, 5, 1), "online", 2, "a"),
        line(3, (2018, 6, 1), "lecture", 3, "a"),
    ]
    found = annual(lines, replace(PLAIN, once=("online",)))
    assert (found.earned / HOUR, found.credited / HOUR) == (6, 4)
    assert [(cut.line, cut.code, cut.minutes / HOUR, cut.other) for cut in found.cuts] == [(2, "repeat", 2, 1)]


def test_a_day_makes_no_more_than_a_full_day():
    rules = parse(UNIT_2018)
    lines = [line(pk, (2018, 3, 1), "lecture", 4) for pk in (1, 2, 3)] + [line(4, (2018, 3, 2), "lecture", 4)]
    found = annual(lines, rules)
    assert (found.counted / HOUR, [(cut.line, cut.code, cut.limit) for cut in found.cuts]) == (12, [(3, "day", 8)])


def test_a_limit_in_hours_cuts_the_latest():
    rules = replace(PLAIN, caps=(Cap(("recognised",), Decimal(48)),))
    lines = [
        line(1, (2018, 3, 1), "recognised", 40), line(2, (2018, 9, 1), "recognised", 16), line(3, (2018, 9, 2), "lecture", 4),
    ]
    found = annual(lines, rules)
    assert {pk: minutes / HOUR for pk, minutes in found.by_line.items()} == {1: 40, 2: 8, 3: 4}
    assert found.counted / HOUR == 52


@pytest.mark.parametrize(("cap", "expected"), [
    (Cap(("online",), percent=50), 16 + 20), (Cap(("online",), percent=25, of=EARNED), 20 + Decimal(20) / 3),
    (Cap(("online",), percent=100, of=EARNED), 20 + 40), (Cap(("online",), percent=0), 20),
])
def test_a_limit_may_be_a_share(cap, expected):
    lines = [line(1, (2018, 3, 1), "lecture", 20), line(2, (2018, 4, 1), "online", 40)]
    found = annual(lines, replace(PLAIN, caps=(cap,)), required=Decimal(32 * HOUR))
    assert round(found.counted / HOUR, 2) == round(Decimal(expected), 2)


def test_a_share_of_nothing_required_limits_nothing():
    found = annual([line(1, (2018, 3, 1), "online", 40)], replace(PLAIN, caps=(Cap(("online",), percent=50),)))
    assert found.counted / HOUR == 40


def test_a_minimum_says_what_is_missing():
    floor = Floor(("lecture", "study"), Decimal(56))
    found = annual([line(1, (2018, 3, 1), "lecture", 50), line(2, (2018, 3, 1), "online", 34)], replace(PLAIN, floors=(floor,)))
    assert found.short == ((floor, 6 * HOUR),)


@pytest.mark.parametrize(("carry", "carried", "lapsed"), [(None, 0, 8), (Decimal(5), 5, 3), (Decimal(1000), 8, 0)])
def test_what_is_beyond_the_required_lapses_or_is_carried_over(carry, carried, lapsed):
    found = annual([line(1, (2018, 3, 1), "lecture", 40)], replace(PLAIN, carry=carry), required=Decimal(32 * HOUR))
    assert (found.carried / HOUR, found.lapsed / HOUR, found.credited / HOUR) == (carried, lapsed, 40)


def test_what_was_brought_is_used_first_and_never_carried_twice():
    rules = replace(PLAIN, carry=Decimal(1000))
    lines = [line(1, (2016, 3, 1), "lecture", 92), line(2, (2017, 3, 1), "lecture", 10)]
    brought = carried_into(2018, lines, lambda year: rules, lambda year: Decimal(32 * HOUR))
    assert carried_into(2017, lines, lambda year: rules, lambda year: Decimal(32 * HOUR)) / HOUR == 60
    assert brought / HOUR == 10  # sixty fill 2017 and end there; the ten of its own go on


def test_nothing_is_brought_where_the_year_before_lets_it_lapse():
    lines = [line(1, (2017, 3, 1), "lecture", 92)]
    assert carried_into(2018, lines, lambda year: PLAIN, lambda year: Decimal(32 * HOUR)) == 0


def test_what_lasts_over_the_turn_of_a_year_is_divided_by_days():
    first, last = date(2017, 12, 30), date(2018, 1, 2)
    assert split_years(first, last, 361) == [(date(2017, 12, 31), 180), (date(2018, 1, 2), 181)]
    assert split_years(first, last, 361, split=False) == [(date(2018, 1, 2), 361)]
    assert split_years(date(2018, 1, 1), last, 90) == [(last, 90)]


@pytest.mark.parametrize("name", PRESETS)
def test_every_scheme_survives_being_stored(name):
    rules = parse(PRESETS[name])
    assert parse(dump(rules)) == rules


@pytest.mark.parametrize(("data", "where", "code"), [
    ([], "rules", "type"), ({"what": 1}, "rules.what", "unknown"),
    ({"kinds": {"dance": {"way": "clock"}}}, "kinds.dance", "unknown"),
    ({"other": {"way": "guess"}}, "other.way", "unknown"), ({"other": {"way": "clock", "unit": 0}}, "other.unit", "nothing"),
    ({"other": {"way": "clock", "step": "x"}}, "other.step", "type"),
    ({"other": {"way": "clock", "step": "-1"}}, "other.step", "range"), ({"other": {"way": "bands"}}, "other.bands", "nothing"),
    ({"other": {"way": "bands", "bands": [[5, "1"], [5, "2"]]}}, "other.bands", "twice"),
    ({"other": {"way": "days", "half_from": 120, "half_day": "4", "full_day": "3"}}, "other.full_day", "order"),
    ({"caps": [{"kinds": ["online"]}]}, "caps.0", "either"), ({"caps": [{"kinds": [], "hours": "5"}]}, "caps.0", "nothing"),
    ({"caps": [{"kinds": ["online"], "percent": 101}]}, "caps.0.percent", "range"), ({"carry": 1.5}, "carry", "type"),
    ({"split": "yes"}, "split", "type"), ({"other": {"way": "clock", "unit": True}}, "other.unit", "type"),
])
def test_data_that_are_no_rules_are_refused_with_the_place_of_the_fault(data, where, code):
    with pytest.raises(BadRules) as refused:
        parse(data)
    assert (refused.value.where, refused.value.code) == (where, code)
