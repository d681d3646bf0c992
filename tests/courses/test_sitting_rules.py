"""Who may begin, how long they have, on which device; which saving stands; what is shown when; which attempt counts."""

from datetime import UTC, datetime, timedelta

import pytest

from courses.rules.marking import PaperQuestion, Reason, mark, mark_paper, paper_question
from courses.rules.paper import Short, Wanted, choose, draw, ordered
from courses.rules.questions import Content, Option
from courses.rules.release import Releases, Shown, Standing, shown
from courses.rules.results import MarkingRules, Opinion, Result, Try, agreed, result_of
from courses.rules.saving import Saving, made_at, stands
from courses.rules.sitting import Sitting, deadline, device_state, refusal

NOW = datetime(2018, 3, 5, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(("change", "code"), [
    ({}, ""), ({"is_candidate": False}, "not_candidate"), ({"is_candidate": False, "open_to_all": True}, ""),
    ({"is_open": False}, "closed"), ({"has_paper": False}, "no_paper"), ({"attempts_used": 3}, "no_attempts"),
    ({"opens_at": NOW}, ""), ({"opens_at": NOW + HOUR}, "too_early"), ({"closes_at": NOW}, "over"),
    ({"closes_at": NOW + HOUR}, ""), ({"in_room": False}, "room_code"),
])
def test_who_may_begin(change, code):
    facts = {"is_open": True, "has_paper": True, "is_candidate": True, "open_to_all": False, "attempts_used": 0,
             "attempts_allowed": 3, **change}
    assert refusal(Sitting(**facts), now=NOW) == code


@pytest.mark.parametrize(("extra", "closes", "minutes"), [
    (0, None, 60), (15, None, 75), (0, NOW + timedelta(minutes=20), 20), (15, NOW + timedelta(minutes=20), 35),
    (0, NOW + timedelta(minutes=90), 60),
])
def test_time_ends_with_the_exam_and_extra_minutes_add_to_both(extra, closes, minutes):
    assert deadline(now=NOW, minutes=60, extra_minutes=extra, closes_at=closes) == NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize(("bound", "one_device", "state"), [
    ("a", True, "same"), ("", True, "free"), ("b", True, "other"), ("b", False, "free"),
])
def test_a_second_device_is_let_in_only_where_any_may(bound, one_device, state):
    assert device_state(bound=bound, device="a", one_device=one_device) == state


@pytest.mark.parametrize(("kept", "new", "answer"), [
    (None, Saving("p", 1, NOW), True),
    (Saving("p", 1, NOW), Saving("p", 2, NOW), True),
    (Saving("p", 2, NOW), Saving("p", 2, NOW), False),  # sent twice
    (Saving("p", 2, NOW), Saving("p", 1, NOW + HOUR), False),  # overtaken on its way
    (Saving("p", 9, NOW), Saving("q", 1, NOW + HOUR), True),
    (Saving("p", 1, NOW), Saving("q", 9, NOW - HOUR), False),  # waited on another page while this one went on
    (Saving("", 0, NOW), Saving("", 0, NOW), True),
])
def test_which_saving_stands(kept, new, answer):
    assert stands(kept, new) is answer


def test_a_change_is_dated_by_its_age_and_never_before_the_attempt():
    began = NOW - HOUR
    assert made_at(30, now=NOW, started_at=began) == NOW - timedelta(seconds=30)
    assert made_at(-30, now=NOW, started_at=began) == NOW
    assert made_at(10**12, now=NOW, started_at=began) == began


@pytest.mark.parametrize(("moments", "standing", "seen"), [
    (("handed_in", "closed", "closed"), Standing(True, False, False), Shown(True, False, False)),
    (("handed_in", "closed", "closed"), Standing(True, True, False), Shown(True, True, True)),
    (("handed_in", "handed_in", "handed_in"), Standing(False, True, True), Shown(False, False, False)),
    (("decided", "handed_in", "handed_in"), Standing(True, True, False), Shown(False, False, False)),
    (("decided", "decided", "never"), Standing(True, False, True), Shown(True, True, False)),
    # An explanation tells the answer: it comes no earlier than that, unless the answers never come.
    (("handed_in", "closed", "handed_in"), Standing(True, False, False), Shown(True, False, False)),
    (("handed_in", "never", "closed"), Standing(True, True, False), Shown(True, False, True)),
])
def test_what_is_shown(moments, standing, seen):
    assert shown(Releases(*moments), standing) == seen


TRIES = [Try(1, 80, 100, True), Try(2, 50, 100, False), Try(3, None, 100, None)]


@pytest.mark.parametrize(("counting", "result"), [
    ("best", Result(80, True, 3, 1)), ("last", Result(50, False, 3, 1)), ("average", Result(65, True, 3, 1)),
])
def test_which_attempt_counts(counting, result):
    assert result_of(TRIES, counting=counting, pass_percent=60) == result


def test_an_average_is_not_rounded_up_to_a_pass():
    tries = [Try(1, 59, 100, False), Try(2, 60, 100, True)]
    assert result_of(tries, counting="average", pass_percent=60) == Result(59, False, 2, 0)
    assert result_of(TRIES[2:], counting="best", pass_percent=60) == Result(None, False, 1, 1)


TWO = MarkingRules(two_markers=True, third_from_percent=25)


@pytest.mark.parametrize(("opinions", "rules", "answer"), [
    ([], MarkingRules(), (None, "wants_first")), ([Opinion(1, 7)], MarkingRules(), (7, "done")),
    ([Opinion(1, 7)], TWO, (None, "wants_second")), ([Opinion(1, 7), Opinion(2, 8)], TWO, (8, "done")),
    ([Opinion(1, 2), Opinion(2, 9)], TWO, (None, "wants_third")),
    ([Opinion(1, 2), Opinion(2, 9), Opinion(3, 6, settles=True)], TWO, (6, "done")),
    ([Opinion(1, 1), Opinion(2, 1)], TWO, (1, "done")),
])
def test_what_markers_come_to(opinions, rules, answer):
    assert agreed(opinions, possible=10, rules=rules) == answer


# Papers ----------------------------------------------------------------------------------------------------------------

POOL = [(pk, f"line-{pk}") for pk in range(1, 21)]


def test_a_paper_is_drawn_without_repeating_a_question_and_the_same_for_a_seed():
    rules = [(Wanted(5, 2), POOL), (Wanted(3, 10), POOL[:6])]
    drawn, short = choose(rules, {"line-1"}, 7)
    assert (choose(rules, {"line-1"}, 7), short) == ((drawn, []), [])
    assert [points for _, points in drawn] == [2] * 5 + [10] * 3
    assert len({pk for pk, _ in drawn} - {1}) == 8
    assert {tuple(choose(rules, set(), seed)[0]) for seed in range(9)} != {tuple(drawn)}


def test_a_rule_that_is_hard_to_fill_chooses_first_and_says_what_it_lacks():
    narrow = POOL[:3]
    for seed in range(30):
        assert choose([(Wanted(17, 1), POOL), (Wanted(3, 1), narrow)], set(), seed)[1] == []
    assert choose([(Wanted(18, 1), POOL), (Wanted(4, 1), narrow)], set(), 1)[1] == [Short(1, 18, 17), Short(2, 4, 3)]


def test_questions_stand_as_written_or_in_an_order_of_their_own():
    assert ordered([1, 2, 3, 4, 5], 3, shuffle=False) == [1, 2, 3, 4, 5]
    assert ordered([1, 2, 3, 4, 5], 3, shuffle=True) == ordered([1, 2, 3, 4, 5], 3, shuffle=True)
    assert {tuple(ordered([1, 2, 3], seed, shuffle=True)) for seed in range(50)} > {(1, 2, 3)}


OPTIONS = tuple(Option(letter, letter) for letter in "abcdef")


def test_options_that_are_not_shuffled_stand_as_written_except_where_that_would_be_the_answer():
    single = Content("single", "问", options=OPTIONS, key=("a",))
    ordering = Content("ordering", "排", options=OPTIONS, key=tuple("abcdef"))
    assert draw(single, 5, shuffle=False) == {"options": list("abcdef")}
    assert draw(Content("true_false", "判"), 5, shuffle=False) == {"options": ["true", "false"]}
    assert draw(ordering, 5, shuffle=False)["options"] != list("abcdef")
    case = Content("case", "案", parts=(single, ordering))
    assert draw(case, 5)["parts"] == [draw(single, 6), draw(ordering, 7)]


# Marks of people and remedies ------------------------------------------------------------------------------------------

ESSAY = PaperQuestion(1, "essay", (), (), 10)
CASE = paper_question(
    Content("case", "案", parts=(Content("essay", "论"), Content("single", "选", options=OPTIONS[:2], key=("b",)))),
    id=2, points=9,
)


def test_what_people_give_counts_and_what_they_have_not_given_waits():
    assert mark(ESSAY, ["一篇"]).points is None
    assert mark(ESSAY, ["一篇"], {0: 7}).trace == (Reason("given", 7, 10),)
    assert mark(ESSAY, ["一篇"], {0: 99}).points == 10
    assert mark(ESSAY, []).points == 0
    assert mark(CASE, [["一篇"], ["b"]]).points is None
    assert mark(CASE, [["一篇"], ["b"]], {1: 3}).points == 7
    assert mark_paper([ESSAY, CASE], {1: ["一篇"], 2: [["一篇"], ["b"]]}, {2: {1: 3}}).points is None
    assert mark_paper([ESSAY, CASE], {1: ["一篇"], 2: [["一篇"], ["b"]]}, {1: {0: 6}, 2: {1: 3}}).points == 13


def test_a_faulty_question_is_left_out_or_given_to_everyone():
    single = Content("single", "选", options=OPTIONS[:2], key=("b",))
    void, full = (paper_question(single, id=1, points=4, remedy=remedy) for remedy in ("void", "full"))
    assert (mark(void, ["b"]).points, mark_paper([void], {1: ["b"]}).possible) == (0, 0)
    assert (mark(full, []).points, mark_paper([full], {}).possible) == (4, 4)
