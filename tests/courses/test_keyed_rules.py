"""What somebody types from a sheet of paper, rubrics that add up, pasted lists, and what an exam lacks before it opens."""

from datetime import UTC, datetime

import pytest

from courses.rules import keyed, opening, pasted, rubric
from courses.rules.paper import Short, draw
from courses.rules.questions import Content, Option

ABC = tuple(Option(key, text) for key, text in (("a", "甲"), ("b", "乙"), ("c", "丙")))
RIGHTS = tuple(Option(key, text) for key, text in (("x", "一"), ("y", "二"), ("z", "三")))
DRAWN = {"options": ["c", "a", "b"], "rights": ["z", "x", "y"]}


def content(kind, **fields):
    return Content(kind=kind, stem="题", **fields)


def read(kind, *texts, drawn=DRAWN, **fields):
    fields = {"options": ABC, "rights": RIGHTS if kind == "matching" else ()} | fields
    return keyed.read_keyed(content(kind, **fields), drawn, "q1", lambda name: list(texts))


@pytest.mark.parametrize(("kind", "typed", "answer"), [
    ("single", "A", ["c"]), ("single", "b", ["a"]), ("single", " Ｃ ", ["b"]), ("single", "", []), ("single", "—", []),
    ("multiple", "AC", ["c", "b"]), ("multiple", "a, c", ["c", "b"]), ("multiple", "A、B、C", ["c", "a", "b"]),
    ("ordering", "BCA", [["a", 1], ["b", 2], ["c", 3]]), ("ordering", "B→C→A", [["a", 1], ["b", 2], ["c", 3]]),
    ("matching", "1B 2A 3C", [["c", "x"], ["a", "z"], ["b", "y"]]), ("matching", "BAC", [["c", "x"], ["a", "z"], ["b", "y"]]),
    ("matching", "2A", [["a", "z"]]), ("matching", "B-C", [["c", "x"], ["b", "y"]]),
])
def test_letters_are_those_printed_on_the_sheet(kind, typed, answer):
    assert read(kind, typed) == (answer, {})


@pytest.mark.parametrize(("typed", "answer"), [
    ("对", ["true"]), ("√", ["true"]), ("T", ["true"]), ("正确。", ["true"]), ("错", ["false"]), ("×", ["false"]),
    ("x", ["false"]), ("0", ["false"]), ("", []),
])
def test_true_and_false_are_typed_in_many_ways(typed, answer):
    assert read("true_false", typed, drawn={"options": ["true", "false"]}) == (answer, {})


@pytest.mark.parametrize(("kind", "typed", "code"), [
    ("single", "AB", "one"), ("single", "D", "letters"), ("single", "1", "letters"), ("multiple", "AE", "letters"),
    ("true_false", "也许", "truth"), ("ordering", "AB", "order"), ("ordering", "AAB", "order"), ("matching", "1D", "pairs"),
    ("matching", "AB", "pairs"), ("matching", "4A", "pairs"), ("matching", "什么", "pairs"),
])
def test_what_answers_nothing_is_said_and_never_guessed(kind, typed, code):
    answer, problems = read(kind, typed)
    assert (answer, {name: problem.code for name, problem in problems.items()}) == ([], {"q1": code})


def test_texts_are_kept_as_they_were_typed():
    assert read("fill_in", "党课", "") == (["党课", ""], {})
    assert read("essay", "AB") == (["AB"], {})


def test_the_parts_of_a_case_are_read_each_by_its_own_order():
    case = content("case", parts=(content("single", options=ABC), content("short"), content("true_false")))
    typed = {"q1p0": ["B"], "q1p1": ["因为"], "q1p2": ["或许"]}
    answer, problems = keyed.read_keyed(case, draw(case, 3, shuffle=False), "q1", lambda name: typed.get(name, []))
    assert (answer, list(problems)) == ([["b"], ["因为"], []], ["q1p2"])


# Rubrics ---------------------------------------------------------------------------------------------------------------

CASE = content("case", parts=(content("single", options=ABC), content("short"), content("essay")))


def test_a_case_shares_its_points_as_marking_does():
    assert rubric.wanted(CASE, 11) == {2: 4, 3: 3}
    assert rubric.wanted(content("essay"), 10) == {0: 10}
    assert rubric.wanted(content("single", options=ABC), 10) == {}


@pytest.mark.parametrize(("points", "off"), [([6, 4], []), ([6, 3], [(0, 9, 10)]), ([], [])])
def test_criteria_add_up_to_the_question(points, off):
    assert rubric.off([{"title": "甲", "points": one} for one in points], content("essay"), 10) == off


def test_criteria_of_a_part_that_nobody_marks_are_off():
    lines = [{"title": "甲", "points": 3, "part": 1}, {"title": "乙", "points": 4, "part": 2}]
    assert rubric.off(lines, CASE, 11) == [(1, 3, 0)]


# Pasted lists ----------------------------------------------------------------------------------------------------------

PEOPLE = [
    pasted.Known(1, "王芳", "13800000001", "A1", ("天平路第1居民区党总支", "天平路街道")),
    pasted.Known(2, "王芳", "13800000002", "", ("长桥第3居民区党总支", "长桥街道")),
    pasted.Known(3, "李伟", "13800000003", "b7", ("天平路第2居民区党总支",)),
]


@pytest.mark.parametrize(("line", "state", "ids"), [
    ("13800000001", "found", [1]), ("+86 138-0000-0001", "found", [1]), ("+8613800000001", "found", [1]),
    ("１３８００００００03", "found", [3]), ("B7", "found", [3]), ("李伟", "found", [3]), ("李伟，13800000003", "found", [3]),
    ("王芳", "ambiguous", [1, 2]), ("王芳 长桥", "found", [2]), ("王芳\t天平路街道", "found", [1]),
    ("王芳 华泾", "ambiguous", [1, 2]),
    ("赵六", "unknown", []), ("李伟 13800000001", "conflict", [1, 3]), ("李伟 13999999999", "conflict", [3]),
    ("13800000001 b7", "conflict", [1, 3]),
])
def test_a_line_names_one_person_or_says_why_not(line, state, ids):
    [found] = pasted.match(pasted.read_lines(line), PEOPLE)
    assert (found.state, [person.pk for person in found.people]) == (state, ids)


def test_somebody_pasted_twice_is_found_once():
    found = pasted.match(pasted.read_lines("李伟\n\n王芳\nb7"), PEOPLE)
    assert [(one.line.number, one.state) for one in found] == [(1, "found"), (3, "ambiguous"), (4, "twice")]


# Opening ---------------------------------------------------------------------------------------------------------------

NOON = datetime(2017, 11, 6, 4, tzinfo=UTC)


@pytest.mark.parametrize(("draft", "codes"), [
    (opening.Draft(0), ["no_paper"]), (opening.Draft(3), []), (opening.Draft(0, (Short(1, 5, 0),)), ["short"]),
    (opening.Draft(3, closes_at=NOON), ["over"]), (opening.Draft(3, rubrics_off=((2, 8, 10),)), ["rubric"]),
    (opening.Draft(2, (Short(2, 5, 2),), ((1, 3, 4),), NOON), ["short", "rubric", "over"]),
])
def test_all_that_is_missing_is_said_at_once(draft, codes):
    assert [lack.code for lack in opening.lacks(draft, now=NOON)] == codes
