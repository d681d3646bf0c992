"""What an answer earns, and why: every kind, every way to give points."""

from decimal import Decimal

import pytest

from courses.explain import LINES, mark_texts
from courses.rules.marking import Marked, Reason, clean_answer, mark, paper_question
from courses.rules.paper import draw, read_answer
from courses.rules.question_faults import faults, tidied
from courses.rules.question_lines import accepted_line, accepted_of, lettered, matched
from courses.rules.questions import Accepted, Content, from_row, to_row
from courses.rules.similar import Near, fingerprint

from .question_making import each_kind


def on_paper(points=6, **fields):
    return paper_question(tidied(Content(stem="题", **fields)), id=1, points=points)


FOUR = lettered(["甲", "乙", "丙", "丁"])


@pytest.mark.parametrize(("policy", "chosen", "points"), [
    ("all", "abc", 6), ("all", "ab", 0), ("all", "abcd", 0),
    ("half", "abc", 6), ("half", "a", 3), ("half", "abd", 0), ("half", "", 0),
    ("share", "abc", 6), ("share", "ab", 4), ("share", "a", 2), ("share", "ad", 0),
])
def test_several_right_options(policy, chosen, points):
    question = on_paper(kind="multiple", options=FOUR, key=("a", "b", "c"), policy=policy)
    assert mark(question, list(chosen)).points == points


@pytest.mark.parametrize(("chosen", "points"), [("ab", 6), ("a", 3), ("ac", 0), ("abc", 3), ("c", 0)])
def test_weights(chosen, points):
    weights = (("a", Decimal(50)), ("b", Decimal(50)), ("c", Decimal(-50)))
    question = on_paper(kind="multiple", options=FOUR, key=("a", "b"), policy="weights", weights=weights)
    assert mark(question, list(chosen)).points == points


def test_thirds_add_up_to_all():
    third = Decimal("33.33333")
    question = on_paper(kind="multiple", options=FOUR, key=("a", "b", "c"), policy="weights",
                        weights=(("a", third), ("b", third), ("c", third)))
    assert mark(question, ["a", "b", "c"]) == Marked(6, (Reason("chosen_right", 3, 3), Reason("weights", "100")))


@pytest.mark.parametrize(("text", "points"), [
    ("党课", 6), (" 党 课 ", 6), ("ＤＡＮＧ课", 6), ("dang课", 6), ("课", 3), ("党", 0), ("   ", 0),
])
def test_a_blank_forgives_width_case_and_spaces(text, points):
    question = on_paper(kind="fill_in", key=((Accepted("党课"), Accepted("Dang课"), Accepted("课", Decimal(50))),))
    assert mark(question, clean_answer(question, [text])).points == points


@pytest.mark.parametrize(("text", "points"), [
    ("3.14", 6), ("３．１５", 6), ("3.13", 6), ("3.12", 0), ("+3.14", 6), ("314e-2", 6), ("三", 0), ("", 0),
])
def test_a_number_within_its_tolerance(text, points):
    question = on_paper(kind="fill_in", key=((Accepted("3.14", tolerance=Decimal("0.01")),),))
    assert mark(question, clean_answer(question, [text])).points == points


def test_capitals_matter_where_it_is_said():
    question = on_paper(kind="fill_in", key=((Accepted("Beijing"),),), case_matters=True)
    assert (mark(question, ["beijing"]).points, mark(question, ["Ｂeijing"]).points) == (0, 6)


@pytest.mark.parametrize(("policy", "points"), [("share", 3), ("all", 0)])
def test_two_blanks(policy, points):
    question = paper_question(
        tidied(Content(kind="fill_in", stem="___ ___", key=((Accepted("一"),), (Accepted("二"),)), policy=policy)), id=1, points=6)
    marked = mark(question, ["一", "三"])
    assert marked.points == points
    assert marked.trace[:2] == (Reason("blank_right", 1, "100"), Reason("blank_wrong", 2, "0"))


@pytest.mark.parametrize(("policy", "given", "points"), [
    ("share", [["a", "a"], ["b", "b"]], 6), ("share", [["a", "a"], ["b", "a"]], 3), ("all", [["a", "a"], ["b", "a"]], 0),
    ("share", [["b", "b"]], 3),
])
def test_pairs(policy, given, points):
    options, rights, key = matched([("甲", "1"), ("乙", "2"), ("", "3")])
    question = on_paper(kind="matching", options=options, rights=rights, key=key, policy=policy)
    assert mark(question, clean_answer(question, given)).points == points


@pytest.mark.parametrize(("policy", "places", "points"), [
    ("all", (1, 2, 3), 6), ("all", (1, 3, 2), 0), ("share", (1, 3, 2), 2), ("share", (2, 3, 1), 0),
])
def test_an_order(policy, places, points):
    question = on_paper(kind="ordering", options=lettered("一二三"), key=("a", "b", "c"), policy=policy)
    assert mark(question, clean_answer(question, list(map(list, zip("abc", places, strict=True))))).points == points


@pytest.mark.parametrize("kind", ["short", "essay"])
def test_own_words_wait_for_a_person(kind):
    question = on_paper(kind=kind, key=("要点",))
    assert mark(question, ["要点"]) == Marked(None, (Reason("waits"),))
    assert mark(question, []) == Marked(0, (Reason("no_answer"),))


def test_a_case_adds_up_its_parts_or_waits():
    parts = (Content(kind="single", stem="一", options=FOUR, key=("a",)), Content(kind="true_false", stem="二", key=("true",)))
    question = on_paper(points=5, kind="case", parts=parts)
    assert mark(question, [["a"], ["false"]]).points == 3
    assert mark(question, [["a"], ["true"]]).points == 5
    waiting = on_paper(kind="case", parts=(*parts, Content(kind="essay", stem="三")))
    assert mark(waiting, [["a"], ["true"], ["说说"]]).points is None


def test_points_are_never_rounded_up():
    question = on_paper(points=5, kind="multiple", options=FOUR, key=("a", "b"), policy="half")
    marked = mark(question, ["a"])
    assert (marked.points, marked.trace[-1]) == (2, Reason("rounded", "2.50", 2))


def test_every_line_of_a_trace_has_a_sentence():
    codes = {
        line.code for content in each_kind() for answer in ([], [["a"]], ["a"], ["a", "b"], [["a", "b"]])
        for line in mark(paper_question(content, id=1, points=7), clean_answer(
            paper_question(content, id=1, points=7), answer)).trace
    }
    assert codes <= LINES.keys()
    assert len(codes) > 8
    assert mark_texts([Reason("places_right", 1, 3)])


@pytest.mark.parametrize("answer", [None, "abc", 5, [None], [["a"]], [{"a": 1}], [[["a"]]], [["a", []]], ["\x00" * 5000]])
def test_nonsense_is_no_answer_and_raises_nothing(answer):
    for content in each_kind()[:-1]:  # of a case, a list of answers is the right form
        question = paper_question(content, id=1, points=5)
        assert mark(question, clean_answer(question, answer)).points in (0, None)


# Pages, rows, lines ------------------------------------------------------------------------------------------------------

def test_what_a_form_sends_is_read_by_place_and_not_by_id():
    content = tidied(Content(kind="single", stem="题", options=FOUR, key=("a",)))
    drawn = draw(content, 3)

    def read(kind, drawn, values):
        return read_answer(Content(kind, "问"), drawn, "q7", {"q7": values}.get)

    assert read("single", drawn, [str(drawn["options"].index("a") + 1)]) == ["a"]
    assert read("single", drawn, ["0", "9", "a", "²", ""]) == []
    assert read("matching", {"options": ["b", "a"], "rights": ["c", "a"]}, ["2", ""]) == [["b", "a"]]
    assert read("ordering", {"options": ["b", "a"]}, ["2", "1"]) == [["b", 2], ["a", 1]]


def test_rows_read_back_as_the_same_question():
    assert [from_row(to_row(content)) for content in each_kind()] == each_kind()


@pytest.mark.parametrize("accepted", [
    Accepted("党课"), Accepted("50%以上"), Accepted("[50%] 不是"), Accepted("a ± b"), Accepted("\\x"), Accepted("课", Decimal(50)),
    Accepted("3.14", tolerance=Decimal("0.01")), Accepted("3", Decimal("33.3"), Decimal(0)),
])
def test_an_accepted_answer_is_written_in_a_line_and_read_back(accepted):
    assert accepted_of(accepted_line(accepted)) == accepted


@pytest.mark.parametrize(("fields", "codes"), [
    ({"kind": "single", "options": FOUR, "key": ("z",)}, ("no_key",)),
    ({"kind": "single", "options": FOUR, "key": ("a", "b")}, ("one_key",)),
    ({"kind": "fill_in", "key": ()}, ("no_accepted", "blanks")),
    ({"kind": "fill_in", "key": ((Accepted("一"),), (Accepted("二"),))}, ("blanks",)),
    ({"kind": "fill_in", "key": ((Accepted("三", tolerance=Decimal(1)),),)}, ("number",)),
    ({"kind": "fill_in", "key": ((Accepted("一", Decimal(50)),),)}, ("percent",)),
    ({"kind": "ordering", "options": FOUR, "key": ("a", "b")}, ("no_order",)),
    ({"kind": "matching", "options": FOUR, "rights": FOUR, "key": (("a", "a"),)}, ("no_pairs",)),
    ({"kind": "case"}, ("no_parts",)),
    ({"kind": "single", "options": FOUR, "key": ("a",), "policy": "half"}, ("policy",)),
    ({"kind": "true_false", "key": ("true",), "difficulty": 9}, ("difficulty",)),
    ({"kind": "true_false", "key": ("true",), "tags": ("一、二",)}, ("tag",)),
    ({"kind": "true_false", "key": ("true",), "explanation": "\x07"}, ("signs",)),
])
def test_what_cannot_be_asked(fields, codes):
    assert faults(tidied(Content(stem="题", **fields))) == codes


def test_the_same_question_otherwise_written_is_a_duplicate():
    one = Content(kind="single", stem="“三会一课”，是什么？", options=lettered(["A制度", "b"]), key=("a",))
    same = Content(kind="single", stem="三会一课 是什么", options=lettered(["B", "Ａ制度"]), key=("b",))
    other = Content(kind="single", stem="三会一课是什么", options=lettered(["A制度", "c"]), key=("a",))
    assert fingerprint(one) == fingerprint(same) != fingerprint(other)


def test_nearly_the_same_is_found_unless_its_numbers_differ():
    near = Near([(1, "居民区党组织书记轮训的重点是什么内容？"), (2, "1921年发生了什么重大的事件？"), (3, "短")])
    assert near.find("居民区党组织书记轮训的重点是什么？") == [1]
    assert near.find("1949年发生了什么重大的事件？") == []
    assert near.find("完全不相干的另一道题目在这里") == []
