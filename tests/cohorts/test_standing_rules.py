import pytest

from cohorts.rules.completion import (
    Facts,
    Reason,
    Requirements,
    Verdict,
    completion,
    freeze,
    thaw_facts,
    thaw_requirements,
)
from cohorts.rules.excellence import NONE, Excellence, Named, excellence_of, fits, kept_form, limit_of, name_by_rule
from cohorts.rules.results import Demand, final_result
from cohorts.rules.standing import Measure, differences, fingerprints, lacks, measures, mends, renewed

ASKED = Requirements(attendance_percent=80, lessons=True, exam=True, exam_percent=60, minutes=360, final=True, final_percent=60)
FINAL = final_result(Demand({"attendance": 40, "exam": 60}, {}, 60), {"attendance": 75, "exam": 50}, closed=True)
FACTS = Facts(
    sessions_closed=5, attended=3, excused=1, lessons_required=6, lessons_done=6, exam_best=50, minutes=180, final=FINAL,
)
AT = "2018-03-05T12:00:00+08:00"


def judged(facts=FACTS, asked=ASKED):
    return completion(facts, asked)


def test_each_requirement_is_a_figure_with_numerator_and_denominator():
    assert measures(FACTS, ASKED, judged()) == (
        Measure("attendance", 3, 4, met=False), Measure("lessons", 6, 6, met=True), Measure("exam", 50, 60, met=False),
        Measure("minutes", 180, 360, met=False), Measure("final", 600, 600, met=True),
    )
    assert lacks(judged()) == {"attendance", "exam", "minutes"}


def test_what_is_not_asked_for_has_no_figure():
    assert measures(Facts(), Requirements(), Verdict(True)) == ()
    assert measures(FACTS, Requirements(lessons=True), Verdict(True)) == (Measure("lessons", 6, 6, met=True),)


def test_facts_and_requirements_are_read_back_as_they_were():
    kept = freeze(judged(), FACTS, ASKED)
    assert (thaw_facts(kept), thaw_requirements(kept)) == (FACTS, ASKED)
    assert thaw_facts({"facts": {"attended": 2, "unknown": 1}}) == Facts(attended=2)


@pytest.mark.parametrize(("reason", "ways"), [
    (Reason("attendance"), ("session", "make_up")), (Reason("lessons"), ("lesson",)), (Reason("exam_waiting"), ()),
    (Reason("final_open", {"parts": ["exam", "participation"]}), ("exam", "teacher")),
    (Reason("final_low", {"parts": [{"part": "assignment"}]}), ("assignment",)),
])
def test_each_reason_knows_what_mends_it(reason, ways):
    assert mends(reason) == ways


def test_a_standing_is_renewed_only_by_a_change_and_says_which():
    kept = renewed({}, FACTS, ASKED, judged(), AT)
    assert kept["changes"] == []
    assert renewed(kept, FACTS, ASKED, judged(), AT) is None
    better = Facts(**{**FACTS.__dict__, "attended": 4, "exam_best": 80, "exam_passed": True, "minutes": 360})
    new = renewed(kept, better, ASKED, judged(better), AT)
    assert new["changes"] == [{"at": AT, "what": [
        ["complete", False, True], ["attended", 3, 4], ["exam_best", 50, 80], ["minutes", 180, 360],
    ]}]
    other = Requirements(attendance_percent=90)
    assert renewed(new, better, other, judged(better, other), AT)["changes"][0]["what"] == [["asked", None, None]]


def test_nothing_differs_from_nothing_and_few_changes_are_kept():
    assert differences(None, (FACTS, judged())) == []
    kept = renewed({}, FACTS, ASKED, judged(), AT)
    for minutes in range(200, 212):
        facts = Facts(**{**FACTS.__dict__, "minutes": minutes})
        kept = renewed(kept, facts, ASKED, judged(facts), AT)
    assert [change["what"][0][2] for change in kept["changes"]] == [211, 210, 209, 208, 207, 206, 205, 204]


def test_a_fingerprint_changes_with_verdict_and_reasons():
    one = fingerprints({1: Verdict(True), 2: Verdict(False, (Reason("lessons", {"done": 1, "required": 2}),))})
    two = fingerprints({1: Verdict(True), 2: Verdict(False, (Reason("lessons", {"done": 1, "required": 3}),))})
    assert (one[1] == two[1], one[2] == two[2]) == (True, False)


# Excellent trainees.


@pytest.mark.parametrize(("excellence", "roster", "limit"), [
    (NONE, 50, 0), (Excellence(most_percent=10), 59, 5), (Excellence(most=3), 59, 3),
    (Excellence(most_percent=10, most=8), 59, 5),
    (Excellence(most_percent=10), 9, 0),
])
def test_the_limit_is_the_lower_of_share_and_number(excellence, roster, limit):
    assert limit_of(excellence, roster) == limit


def test_the_rule_is_compared_exactly_and_asks_for_completion():
    rule = Excellence(final_least=60, attendance_least=75, most=1)
    assert fits(rule, FACTS, True) is True
    assert fits(rule, FACTS, False) is False
    assert fits(Excellence(final_least=61, most=1), FACTS, True) is False
    assert fits(Excellence(attendance_least=76, most=1), FACTS, True) is False
    assert fits(Excellence(most=1), FACTS, True) is False
    assert fits(Excellence(attendance_least=100, most=1), Facts(), True) is False


def test_the_best_are_named_and_equals_at_the_limit_are_left_to_people():
    def of(total, attended=4):
        final = final_result(Demand({"exam": 100}, {}), {"exam": total}, closed=True)
        return Facts(sessions_closed=4, attended=attended, final=final)

    candidates = [(1, of(90)), (2, of(95)), (3, of(90)), (4, of(80)), (5, of(90, attended=3))]
    assert name_by_rule(candidates, 9) == Named((2, 3, 1, 5, 4))
    assert name_by_rule(candidates, 3) == Named((2, 3, 1))
    assert name_by_rule(candidates, 2) == Named((2,), (3, 1))
    assert name_by_rule(candidates, 0) == Named()


def test_what_a_programme_says_is_kept_and_read_back():
    rule = Excellence(final_least=90, attendance_least=100, most_percent=10)
    assert excellence_of(kept_form(rule)) == rule
    assert (kept_form(Excellence(final_least=90)), excellence_of({})) == ({}, NONE)
