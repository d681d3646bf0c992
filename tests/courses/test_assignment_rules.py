"""What an assignment takes and until when, texts that meet on their way, and marking by criteria: pure decisions."""

from datetime import datetime, timedelta

import pytest

from courses.rules import assignments as rules
from courses.rules import rubrics

DUE = datetime(2017, 9, 30, 17)
HOUR = timedelta(hours=1)


def test_characters_are_counted_as_people_count_them():
    assert rules.length(" 我们 支部，\r\n三件事 \t") == 8
    assert rules.length("") == 0


@pytest.mark.parametrize(("asked", "text", "files", "codes"), [
    (rules.Asked(("text",), 5, 8), "", {}, ["text_missing"]),
    (rules.Asked(("text",), 5, 8), "四个字呀", {}, ["text_short"]),
    (rules.Asked(("text",), 5, 8), "五个字正好", {}, []),
    (rules.Asked(("text",), 5, 8), "这里一共有九个字吧吧", {}, ["text_long"]),
    (rules.Asked(("text", "document")), "", {}, ["nothing"]),
    (rules.Asked(("text", "document")), "", {"document": 1}, []),
    (rules.Asked(("text", "audio"), activity="reading"), "诗", {}, ["needs_audio"]),
    (rules.Asked(("text", "audio"), activity="reading"), "", {"audio": 1}, []),
    (rules.Asked(("text", "picture"), activity="photo"), "江边", {}, ["needs_picture"]),
    (rules.Asked(("picture",), activity="photo"), "", {"picture": 10}, ["many"]),
    (rules.Asked(("text",)), "字" * 20_001, {}, ["text_long"]),
])
def test_what_is_missing_is_said(asked, text, files, codes):
    assert [fault.code for fault in rules.faults(asked, text, files)] == codes


@pytest.mark.parametrize(("late", "until", "hours", "received"), [
    ("refuse", None, 0, "on_time"), ("refuse", None, 1, "over"), ("accept", None, 999, "late"),
    ("until", 2, 1, "late"), ("until", 2, 2, "late"), ("until", 2, 3, "over"), ("until", None, 1, "over"),
])
def test_the_end_is_as_it_was_set(late, until, hours, received):
    terms = rules.Terms(True, DUE, late, until and DUE + until * HOUR)
    assert rules.receipt(terms, DUE + hours * HOUR) == received
    assert rules.takes(terms, DUE + hours * HOUR) is (received != "over")


def test_whoever_got_it_back_has_a_day_of_their_own():
    terms = rules.Terms(True, DUE, again_until=DUE + 5 * HOUR)
    assert [rules.receipt(terms, DUE + hours * HOUR) for hours in (5, 6)] == ["on_time", "over"]
    assert rules.last_moment(terms) == DUE + 5 * HOUR
    assert rules.last_moment(rules.Terms(True, DUE, "accept")) is None


def test_a_closed_assignment_takes_nothing():
    assert rules.receipt(rules.Terms(False, DUE), DUE - HOUR) == "not_open"


STORED = rules.Saving("this", 4, 7, "存着的")


@pytest.mark.parametrize(("sent", "verdict"), [
    (rules.Saving("other", 1, 1, "存着的"), "same"),
    (rules.Saving("this", 5, 1, "新的"), "keep"),
    (rules.Saving("this", 3, 1, "旧的"), "stale"),
    (rules.Saving("this", 4, 1, "别的"), "conflict"),
    (rules.Saving("other", 1, 7, "接着写"), "keep"),
    (rules.Saving("other", 1, 6, "没看到"), "conflict"),
])
def test_two_texts_that_meet(sent, verdict):
    assert rules.judge(STORED, sent) == verdict


ROWS = [{"title": "内容", "points": 60, "hint": ""}, {"title": "文字", "points": 40, "hint": "通顺"}]


def test_a_rubric_leaves_empty_rows_out():
    given = [{"title": " 内容 ", "points": 60, "hint": ""}, {"title": "", "points": None, "hint": ""},
             {"title": "文字", "points": 40, "hint": " 通顺"}]
    assert rubrics.criteria(given) == ROWS
    assert rubrics.possible(ROWS) == 100


@pytest.mark.parametrize(("rows", "found"), [
    ([], [(0, "none")]), (ROWS, []), (ROWS * 7, [(0, "many")]),
    ([{"title": "", "points": 5, "hint": ""}], [(1, "title")]), ([{"title": "内容", "points": 0, "hint": ""}], [(1, "points")]),
    ([ROWS[0], ROWS[0]], [(2, "twice")]), ([{"title": "内容", "points": 101, "hint": ""}], [(1, "points")]),
])
def test_faults_of_a_rubric(rows, found):
    assert [(fault.number, fault.code) for fault in rubrics.faults(rows)] == found


@pytest.mark.parametrize("given", [[60], [60, None], [61, 0], [-1, 40], [60, 40, 0]])
def test_points_outside_the_rubric_are_no_mark(given):
    assert rubrics.scored(ROWS, given) is None


def test_a_mark_keeps_its_criteria():
    assert rubrics.scored(ROWS, [50, 0]) == [
        {"title": "内容", "points": 60, "given": 50}, {"title": "文字", "points": 40, "given": 0}]
    assert rubrics.digest(ROWS) != rubrics.digest(ROWS[:1])
    assert rubrics.percent(596, 1000) == 59
    assert rubrics.percent(0, 0) == 0
