"""What of a survey may be shown, as pure rules: nothing of fewer than five answers, and nothing that gives them away."""

import random
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import chain, combinations

import pytest

from cohorts.rules import surveys as rules
from cohorts.rules.surveys import Cell, Question, Split, Tally, cell_of, pool, pool_by, split

NOW = datetime(2018, 3, 5, 4, tzinfo=UTC)


def tally(n, value=4):
    return Tally(((value, n),)) if n else Tally()


def parts(**sizes):
    return {name: tally(n) for name, n in sizes.items()}


@pytest.mark.parametrize(("sizes", "shown", "hidden", "why"), [
    ({"a": 7, "b": 5}, ["a", "b"], (), ""),
    ({"a": 9, "b": 3}, [], ("a", "b"), "remainder"),  # 12 - 9 would give the 3 away
    ({"a": 9, "b": 3, "c": 3}, ["a"], ("b", "c"), ""),  # what can be worked out is of six people
    ({"a": 9, "b": 2, "c": 2}, [], ("a", "b", "c"), "remainder"),
    ({"a": 4, "b": 4, "c": 4}, [], ("a", "b", "c"), "few"),
    ({"a": 12, "b": 0}, [], ("a",), "one"),
    ({"a": 5, "b": 5, "c": 0}, ["a", "b"], (), ""),
    ({}, [], (), "one"),
])
def test_a_split_shows_no_part_from_which_few_answers_could_be_worked_out(sizes, shown, hidden, why):
    found = split(parts(**sizes))
    assert (list(found.shown), found.hidden, found.why) == (shown, hidden, why)


def test_whatever_is_subtracted_from_a_split_leaves_nothing_or_five_answers():
    rng = random.Random(5)
    for _ in range(500):
        sizes = {f"g{number}": rng.randint(0, 12) for number in range(rng.randint(1, 6))}
        shown = split(parts(**sizes)).shown
        total = sum(sizes.values())
        for known in chain.from_iterable(combinations(shown, count) for count in range(1, len(shown) + 1)):
            rest = total - sum(shown[name].n for name in known)
            assert rest == 0 or rest >= rules.MINIMUM, sizes
        assert all(one.n >= rules.MINIMUM for one in shown.values())


def test_whatever_averages_are_subtracted_leaves_nothing_or_whole_surveys():
    """A survey of three is in no average, so that last month's total and this month's do not give it away."""
    before, small = Cell(10, 8, 32, 8), Cell(4, 3, 12, 3)
    assert pool([before]).value == pool([before, small]).value == 4
    assert pool([before, small]) == rules.Average(Fraction(4), 8, 10, 1, 1)
    assert pool([small]) == rules.Average(None, 0, 0, 0, 1)
    assert pool([]) == rules.Average(None, 0, 0, 0, 0)


def test_averages_weigh_by_marks_and_are_named():
    found = pool_by([("陈", Cell(10, 5, 25, 5)), ("李", Cell(9, 9, 18, 9)), ("陈", Cell(10, 10, 30, 10))])
    assert {name: (one.value, one.answered, one.asked) for name, one in found.items()} == {
        "陈": (Fraction(55, 15), 15, 20), "李": (2, 9, 9),
    }


def test_a_question_that_few_answered_is_in_no_average():
    assert cell_of(12, 6, [tally(6, 5), tally(3, 1)]) == Cell(12, 6, 30, 6)
    assert cell_of(12, 4, [tally(4, 5)]) == Cell(12, 4)
    assert not cell_of(12, 6, []).counts


@pytest.mark.parametrize(("answered", "missing"), [(0, 5), (3, 2), (4, 1), (5, 0), (40, 0)])
def test_five_answers_are_needed(answered, missing):
    assert (rules.missing(answered), rules.enough(answered)) == (missing, missing == 0)


QUESTIONS = [
    Question("q1", "scale", "内容"), Question("q2", "choice", "长短", ("太短", "正好", "太长"), required=False),
    Question("q3", "text", "建议"),
]


@pytest.mark.parametrize(("given", "values", "faults"), [
    ({"q1": "5", "q2": "0", "q3": " 很好 "}, {"q1": 5, "q2": 0, "q3": "很好"}, {}),
    ({"q1": "1"}, {"q1": 1}, {}),
    ({"q2": "1"}, {"q2": 1}, {"q1": "missing"}),
    ({"q1": "6"}, {}, {"q1": "wrong"}),
    ({"q1": "0"}, {}, {"q1": "wrong"}),
    ({"q1": "５"}, {}, {"q1": "wrong"}),
    ({"q1": "3", "q2": "3"}, {"q1": 3}, {"q2": "wrong"}),
    ({"q1": "3", "q3": "好" * 2000}, {"q1": 3, "q3": "好" * 1000}, {}),
    ({"q1": "3", "q9": "1"}, {"q1": 3}, {}),
])
def test_answers_are_read_by_their_questions(given, values, faults):
    assert rules.clean_answers(QUESTIONS, given) == (values, faults)


def test_a_questionnaire_is_kept_and_read_back():
    kept = rules.kept_questions(QUESTIONS)
    assert [one["required"] for one in kept] == [True, False, False]
    assert rules.kept_questions(rules.questions_of(kept)) == kept
    assert rules.faults_of(QUESTIONS) == []


@pytest.mark.parametrize(("questions", "faults"), [
    ([], [(None, "none")]),
    ([Question("q1", "scale", "一"), Question("q1", "scale", "二")], [(None, "key")]),
    ([Question("q1", "scale", " ")], [(0, "text")]),
    ([Question("q1", "stars", "一")], [(0, "kind")]),
    ([Question("q1", "choice", "一", ("好",))], [(0, "options")]),
    ([Question("q1", "choice", "一", ("好", "好"))], [(0, "options")]),
    ([Question(f"q{number}", "scale", "一") for number in range(21)], [(None, "many")]),
])
def test_a_questionnaire_says_what_is_wrong_with_it(questions, faults):
    assert rules.faults_of(questions) == faults


def test_a_survey_opens_at_the_end_and_closes_after_its_days():
    day = timedelta(days=1)
    assert rules.opens_until(NOW, 7, NOW) == NOW + 7 * day
    assert rules.opens_until(NOW, 7, NOW - timedelta(seconds=1)) is None
    assert rules.opens_until(NOW, 7, NOW + 7 * day) is None
    assert rules.takes_answers(NOW, NOW + day, None, NOW)
    assert not rules.takes_answers(NOW, NOW + day, None, NOW + day)
    assert not rules.takes_answers(NOW, NOW + day, NOW, NOW)


def test_nobody_judges_their_own_teaching():
    assert rules.asked_of([3, 1, 2], {1, None}) == [3, 2]


def test_shuffling_keeps_every_answer():
    assert sorted(rules.shuffled(range(30), random.Random(1))) == list(range(30))
    assert rules.shuffled(range(30), random.Random(1)) != list(range(30))


def test_one_part_has_nothing_to_compare():
    assert split(parts(a=20)) == Split({}, ("a",), "one")
