"""The final result as a pure rule: weights, what is open, what fails, and figures that are never rounded up."""

from dataclasses import asdict
from fractions import Fraction

import pytest

from cohorts.explain_results import demand_texts, line_texts, reason_text, tenths, total_text
from cohorts.rules.completion import Facts, Requirements, completion
from cohorts.rules.results import (
    NO_RESULT,
    Demand,
    attendance_percent,
    demand_of,
    faults_of,
    final_result,
    kept_form,
    thaw,
)

WEIGHTS = {"attendance": 20, "exam": 50, "assignment": 20, "participation": 10}
DEMAND = Demand(WEIGHTS, {"exam": 50}, 60, required=True)
FULL = {"attendance": 92, "exam": 81, "assignment": 75, "participation": 88}


def final(closed=False, demand=DEMAND, **percents):
    return final_result(demand, percents, closed=closed)


def test_the_total_is_the_weighted_sum_with_its_lines():
    found = final(**FULL)
    assert (found.total, found.of, found.passed) == (827, 100, True)
    assert [(line.part, line.percent, line.points, line.state) for line in found.lines] == [
        ("attendance", 920, 184, "counted"), ("exam", 810, 405, "counted"), ("assignment", 750, 150, "counted"),
        ("participation", 880, 88, "counted"),
    ]
    assert line_texts(found)[0] == "考勤 92 % × 20 = 18.4"
    assert total_text(found) == "82.7"


def test_nothing_is_rounded_up_and_the_total_is_reckoned_exactly():
    demand = Demand({"attendance": 50, "participation": 50}, {}, 60)
    found = final_result(demand, {"attendance": Fraction(2, 3) * 100, "participation": Fraction(160, 3)}, closed=True)
    assert (found.total, found.passed) == (600, True)  # exactly 60, though each line is cut
    assert [line.points for line in found.lines] == [333, 266]
    just_below = final_result(demand, {"attendance": Fraction(11999, 100), "participation": 0}, closed=True)
    assert (just_below.total, just_below.passed) == (599, False)


def test_a_part_that_is_not_there_is_open_until_the_class_is_closed():
    some = {"attendance": 100, "exam": 80}
    running = final(**some)
    assert (running.total, running.of, running.passed, running.open) == (600, 70, None, ("assignment", "participation"))
    assert total_text(running) == "目前 60 分（满 70 分）"
    assert [line.state for line in running.lines] == ["counted", "counted", "open", "open"]
    closed = final(closed=True, **some)
    assert (closed.total, closed.of, closed.passed, closed.open) == (600, 100, True, ())
    assert [line.state for line in closed.lines] == ["counted", "counted", "nothing", "nothing"]


def test_what_cannot_be_reached_any_more_is_not_passed_before_the_end():
    assert final(attendance=10, exam=20).passed is False
    assert final(attendance=10, exam=60).passed is None


def test_a_part_below_its_own_minimum_fails_the_whole():
    found = final(closed=True, **FULL | {"exam": 49, "assignment": 100, "participation": 100})
    assert (found.total, found.passed, [line.part for line in found.low]) == (729, False, ["exam"])
    assert final(closed=True, attendance=100, assignment=100, participation=100).low[0].percent is None


def test_what_weighs_nothing_has_no_line():
    found = final_result(Demand({"attendance": 100, "exam": 0}, {}, 60), {"attendance": 60, "exam": 100}, closed=False)
    assert (found.total, found.passed, len(found.lines)) == (600, True, 1)


@pytest.mark.parametrize(("attended", "counted", "percent"), [(0, 0, None), (11, 12, Fraction(1100, 12)), (0, 3, 0)])
def test_attendance_is_an_exact_share_or_not_there(attended, counted, percent):
    assert attendance_percent(attended, counted) == percent


@pytest.mark.parametrize(("weights", "least", "passing", "faults"), [
    (WEIGHTS, {}, 60, []),
    ({"exam": 99}, {}, 60, ["weights"]),
    ({"exam": 120, "attendance": -20}, {}, 60, ["percent"]),
    ({"exam": 100}, {"exam": 101}, 60, ["percent"]),
    ({"exam": 100}, {}, 101, ["percent"]),
    ({"luck": 100}, {}, 60, ["percent"]),
])
def test_a_demand_says_what_is_wrong_with_it(weights, least, passing, faults):
    assert faults_of(Demand(weights, least, passing)) == faults


def test_a_demand_and_a_result_are_kept_and_read_back():
    assert demand_of(kept_form(DEMAND)) == DEMAND
    assert kept_form(Demand({"exam": 100, "attendance": 0}, {"attendance": 50}, 70)) == {
        "weights": {"exam": 100}, "least": {}, "pass_percent": 70, "required": False,
    }
    assert (kept_form(NO_RESULT), demand_of({}), bool(NO_RESULT)) == ({}, NO_RESULT, False)
    found = final(**FULL)
    assert thaw(asdict(found)) == found


def judged(found, **asked):
    return completion(Facts(final=found), Requirements(**{"final": True, "final_percent": 60} | asked))


def test_completion_asks_for_the_final_result_where_the_programme_does():
    assert judged(final(**FULL)).complete
    assert judged(None).complete
    assert judged(final(closed=True), final=False, final_percent=0).complete
    running = judged(final(attendance=100, exam=80))
    assert [(one.code, one.numbers) for one in running.reasons] == [
        ("final_open", {"parts": ["assignment", "participation"], "total": 600, "of": 70, "required": 60}),
    ]
    low = judged(final(closed=True, **FULL | {"exam": 49, "assignment": 100}))
    assert [(one.code, one.numbers) for one in low.reasons] == [
        ("final_low", {"parts": [{"part": "exam", "percent": 490, "least": 50}]}),
    ]
    failed = judged(final(closed=True, exam=90))
    assert [(one.code, one.numbers) for one in failed.reasons] == [("final_not_passed", {"total": 450, "required": 60})]


def test_what_is_missing_is_said_in_a_sentence():
    said = [reason_text(one.code, one.numbers) for found in (
        final(attendance=100, exam=80), final(closed=True, exam=90), final(closed=True, **FULL | {"exam": 49, "assignment": 100}),
    ) for one in judged(found).reasons]
    assert said == ["总评尚缺：作业、平时表现", "总评 45 分，要求 60 分", "总评单项未达标：考试 49 %，要求不低于 50 %"]


def test_the_demand_is_told_line_by_line():
    assert demand_texts(DEMAND) == [
        "权重：考勤 20 %、考试 50 %、作业 20 %、平时表现 10 %", "总评满 60 分（百分制）为合格", "考试不低于 50 %，否则总评不合格",
        "总评不合格者不予结业",
    ]
    assert demand_texts(NO_RESULT) == []


@pytest.mark.parametrize(("number", "text"), [(920, "92"), (184, "18.4"), (0, "0"), (5, "0.5")])
def test_tenths_are_shown_with_one_decimal(number, text):
    assert tenths(number) == text
