import random
import string
from datetime import UTC, datetime, timedelta

import pytest

from cohorts.rules.attendance import Link, fold, minutes_earned, shared_devices, tally
from cohorts.rules.check_in import (
    Outcome,
    Standing,
    Window,
    accepts,
    accepts_spoken,
    code_at,
    judge,
    spoken_code_at,
)
from cohorts.rules.policy import Policy

SECRET = "0123456789abcdef0123456789abcdef"
START = datetime(2017, 9, 4, 1, 0, tzinfo=UTC)
WINDOW = Window(START, START + timedelta(minutes=90))


def good(code, now, **changes):
    return accepts(code, **{"secret": SECRET, "session_id": 7, "now": now} | changes)


def test_a_code_lives_through_its_own_step_and_the_next_and_no_longer():
    code = code_at(SECRET, 7, START)
    assert [good(code, START + timedelta(seconds=s)) for s in (-1, 0, 9, 10, 19, 20, 60, 3600)] == [
        False, True, True, True, True, False, False, False
    ]


def test_spoken_digits_live_as_long_and_are_not_the_code():
    digits = spoken_code_at(SECRET, 7, START)
    assert (len(digits), digits.isdecimal()) == (6, True)
    times = [START + timedelta(seconds=s) for s in (-1, 0, 19, 20)]
    assert [accepts_spoken(digits, secret=SECRET, session_id=7, now=now) for now in times] == [False, True, True, False]
    assert not good(digits, START)
    assert not accepts_spoken(code_at(SECRET, 7, START), secret=SECRET, session_id=7, now=START)


def test_a_code_belongs_to_its_session_and_its_secret():
    code = code_at(SECRET, 7, START)
    assert not good(code, START, session_id=8)
    assert not good(code, START, session_id=77)
    assert not good(code, START, secret=SECRET[::-1])


def test_a_code_holds_120_bits_in_letters_that_an_address_may_carry():
    codes = {code_at(SECRET, 7, START + timedelta(seconds=10 * n)) for n in range(500)}
    assert len(codes) == 500
    assert {len(code) for code in codes} == {20}
    assert {letter for code in codes for letter in code} <= set(string.ascii_letters + string.digits + "-_")


@pytest.mark.parametrize("step", [5, 10, 60])
def test_a_code_after_its_window_is_refused_every_time(step):
    """2,000 codes, each photographed at its first instant and used after it; one of them at every second of five minutes."""
    for number in range(2000):
        shown = START + timedelta(seconds=number * step)
        code = code_at(SECRET, 7, shown, step=step)
        used = [shown + timedelta(seconds=2 * step + late) for late in (0, 1, 7, 59, 299, 3600, 86_400, 31_536_000)]
        assert not any(good(code, now, step=step) for now in used)
    code = code_at(SECRET, 7, START, step=step)
    answers = [good(code, START + timedelta(seconds=s), step=step) for s in range(2 * step + 300)]
    assert answers == [True] * 2 * step + [False] * 300


def test_ten_thousand_altered_codes_are_refused():
    dice = random.Random(2017)
    code, letters = code_at(SECRET, 7, START), string.ascii_letters + string.digits + "-_"
    altered = {code[:i] + letter + code[i + 1:] for i in range(20) for letter in letters} - {code}
    altered |= {code[:n] for n in range(20)} | {code + letter for letter in letters} | {code.swapcase(), code[::-1], code + "="}
    altered |= {"é" * 20, "\ud800", "\x00" * 20, "０" * 20, ""}
    while len(altered) < 10_000:
        altered.add("".join(dice.choices(letters, k=20)))
    altered -= {code, code_at(SECRET, 7, START - timedelta(seconds=10))}
    assert [variant for variant in altered if good(variant, START)] == []
    assert good(code, START)


@pytest.mark.parametrize(("minutes", "outcome", "status"), [
    (-31, "too_early", ""), (-30, "ok", "present"), (0, "ok", "present"), (9.99, "ok", "present"), (10, "ok", "late"),
    (89, "ok", "late"), (90, "over", ""), (600, "over", ""),
])
def test_the_instant_decides(minutes, outcome, status):
    now = START + timedelta(minutes=minutes)
    answer = judge(window=WINDOW, code_accepted=True, enrolled=True, standing=None, now=now)
    assert (answer.outcome, answer.status, answer.at) == (outcome, status, now if outcome == "ok" else None)


def test_the_reason_that_helps_most_is_told():
    def told(window=WINDOW, standing=None, now=START, **facts):
        return judge(window=window, standing=standing, now=now, **{"code_accepted": True, "enrolled": True} | facts).outcome

    mark, closed = Standing("present", START), Window(START, START + timedelta(minutes=90), closed=True)
    assert told(code_accepted=False) == Outcome.EXPIRED
    assert told(code_accepted=False, standing=mark) == Outcome.ALREADY
    assert told(enrolled=False) == Outcome.WRONG_CLASS
    assert told(enrolled=False, code_accepted=False) == Outcome.EXPIRED
    assert told(window=closed) == Outcome.CLOSED
    assert told(window=closed, standing=mark) == Outcome.ALREADY
    assert told(window=closed, now=START - timedelta(hours=5)) == Outcome.CLOSED
    assert told(window=Window(START, START + timedelta(minutes=90), cancelled=True)) == Outcome.CANCELLED


def test_the_last_mark_of_each_chain_counts():
    links = [
        Link(5, "b", "absent"), Link(9, "a", "late", corrects=2), Link(2, "a", "absent", corrects=1), Link(1, "a", "present"),
    ]
    assert {about: link.status for about, link in fold(links).items()} == {"a": "late", "b": "absent"}


def test_who_was_there_earns_the_session():
    assert [minutes_earned(s, 90) for s in ("present", "late", "left_early", "excused", "absent")] == [90, 90, 90, 0, 0]


def test_a_tally_counts_who_is_there_and_who_is_missing():
    assert tally(["present", "late", "late", "excused"], 6) == {
        "present": 1, "late": 2, "left_early": 0, "excused": 1, "absent": 0, "there": 3, "unmarked": 2, "enrolled": 6,
    }


def test_a_device_that_stands_for_two_people_is_named_and_no_device_never():
    assert shared_devices([("x", 1), ("", 2), ("", 3), ("y", 4), ("x", 5), ("y", 4), ("x", 1)]) == {"x": [1, 5]}


@pytest.mark.parametrize(("minutes", "status", "late"), [
    (4, "present", 0), (5, "late", 5), (29, "late", 29), (30, "absent", 30), (60, "absent", 60),
])
def test_the_rules_of_the_day_say_when_one_is_late_and_when_it_no_longer_counts(minutes, status, late):
    window = Window(START, START + timedelta(minutes=90), policy=Policy(late_after=5, absent_after=30, opens_before=15))
    assert window.opens_at == START - timedelta(minutes=15)
    answer = judge(
        window=window, code_accepted=True, enrolled=True, standing=None, now=START + timedelta(minutes=minutes, seconds=30)
    )
    assert (answer.outcome, answer.status, answer.late_minutes) == (Outcome.OK, status, late)


def test_another_group_is_told_so_and_only_with_the_code():
    arguments = {"window": WINDOW, "enrolled": True, "standing": None, "now": START, "in_group": False}
    assert judge(code_accepted=True, **arguments).outcome == Outcome.WRONG_GROUP
    assert judge(code_accepted=False, **arguments).outcome == Outcome.EXPIRED


@pytest.mark.parametrize(("age", "moment"), [
    (0, 40), (60, 39), (-500, 40), (39 * 60, 1), (10 * 3600, -30), (10 ** 9, -30),
])
def test_a_mark_that_waited_is_dated_within_what_is_possible(age, moment):
    now = START + timedelta(minutes=40)
    assert WINDOW.observed_at(age_seconds=age, now=now) == START + timedelta(minutes=moment)


def test_minutes_early_are_counted_to_the_end_and_within_the_session():
    assert WINDOW.early_minutes("left_early", START + timedelta(minutes=60)) == 30
    assert WINDOW.early_minutes("left_early", START - timedelta(minutes=5)) == 90
    assert WINDOW.early_minutes("left_early", START + timedelta(minutes=95)) == 0
    assert WINDOW.early_minutes("present", START) == 0
    assert WINDOW.late_minutes("late", START + timedelta(minutes=500)) == 90
