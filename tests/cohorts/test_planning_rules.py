"""Pure rules of planning: places kept, modules and their mix, audience, groups."""

from datetime import date

import pytest

from cohorts.rules.audience import Audience, Post, Refusal, fitting, refusal
from cohorts.rules.groups import dealt
from cohorts.rules.modules import TOLERANCE_POINTS, Fault, Module, Stage, divided, mix, proposed
from cohorts.rules.seats import Allotment, Places, Share, allot, places

TODAY = date(2017, 9, 1)


def test_kept_places_are_for_those_named_and_nobody_else():
    queue = ["a", "b", "c", "d"]
    assert allot(quota=3, taken=0, queue=queue, kept={7: 2}) == Allotment(("a",), ("b", "c", "d"))
    assert allot(quota=3, taken=0, queue=queue, kept={7: 2}, share_of={"c": 7, "d": 7}) == Allotment(("a", "c", "d"), ("b",))


def test_who_is_named_beyond_the_kept_places_waits_like_everybody():
    assert allot(quota=2, taken=0, queue=["a", "b", "c"], kept={7: 1}, share_of={"a": 7, "b": 7}) == Allotment(
        ("a", "b"), ("c",)
    )
    assert allot(quota=2, taken=0, queue=["x", "a", "b"], kept={7: 1}, share_of={"a": 7, "b": 7}) == Allotment(
        ("x", "a"), ("b",)
    )


def test_more_kept_than_free_gives_no_more_than_there_are():
    assert allot(quota=2, taken=1, queue=["x", "a", "b"], kept={7: 2}, share_of={"a": 7, "b": 7}) == Allotment(
        ("a",), ("x", "b")
    )


def test_a_share_keeps_nothing_after_its_day():
    share = Share(1, seats=5, named=2, name_until=TODAY)
    assert (share.unnamed(TODAY), share.unnamed(date(2017, 9, 2))) == (3, 0)
    assert Share(1, seats=1, named=2, name_until=TODAY).unnamed(TODAY) == 0
    assert places(quota=10, taken=4, shares=[share], today=TODAY) == Places(10, 4, 3)
    assert [Places(10, 4, 3).free, Places(3, 4, 0).free, Places(10, 8, 3).free] == [3, 0, 0]


def test_the_emphasis_of_a_category_becomes_weighted_modules():
    rows = proposed([(1, "居民区", "强能力、重基础")], common="共同课", minutes=1000)
    assert [(row.title, row.category, row.weight, row.minutes) for row in rows] == [
        ("共同课", None, 40, 400), ("强能力", 1, 30, 300), ("重基础", 1, 30, 300),
    ]


def test_weights_of_several_categories_make_a_hundred_and_titles_stay_apart():
    categories = [(1, "居民区", "强能力、重基础"), (2, "国企", "强促进,重基础"), (3, "其他", "")]
    rows = proposed(categories, common="共同课", minutes=101)
    assert [row.title for row in rows] == ["共同课", "强能力", "重基础（居民区）", "强促进", "重基础（国企）"]
    assert [row.weight for row in rows] == [40, 15, 15, 15, 15]
    assert sum(row.minutes for row in rows) == 101
    assert proposed([(3, "其他", "")], common="共同课", minutes=100) == []


@pytest.mark.parametrize(("total", "shares", "parts"), [
    (100, [1, 1, 1], [34, 33, 33]), (10, [0, 0], [0, 0]), (7, [3, 1], [5, 2]), (0, [1, 2], [0, 0]),
])
def test_a_whole_is_divided_without_a_rest(total, shares, parts):
    assert divided(total, shares) == parts


def test_a_mix_within_the_tolerance_says_nothing_and_one_beyond_says_by_how_much():
    edge = 50 + TOLERANCE_POINTS
    near = [Module(1, "强能力", 50, scheduled=edge), Module(2, "重基础", 50, scheduled=100 - edge)]
    assert mix(near) == []
    far = [Module(1, "强能力", 50, scheduled=edge + 1), Module(2, "重基础", 50, scheduled=100 - edge - 1)]
    assert [(row.fault, row.stage, row.module.title, row.share, row.weight) for row in mix(far)] == [
        (Fault.OVER, Stage.SCHEDULED, "强能力", edge + 1, 50), (Fault.SHORT, Stage.SCHEDULED, "重基础", 100 - edge - 1, 50),
    ]


def test_each_stage_is_judged_by_its_own_minutes():
    modules = [
        Module(1, "甲", 50, planned=50, scheduled=100, delivered=10), Module(2, "乙", 50, planned=50, scheduled=0, delivered=10),
    ]
    assert {row.stage for row in mix(modules)} == {Stage.SCHEDULED}


def test_weights_that_make_no_hundred_are_said_and_modules_without_weight_are_not_judged():
    reasons = mix([Module(1, "甲", 60), Module(2, "乙", 30), Module(3, "丙", 0, planned=90)])
    assert [(row.fault, row.share) for row in reasons] == [(Fault.WEIGHTS, 90), (Fault.SHORT, 0), (Fault.SHORT, 0)]
    assert mix([Module(3, "丙", 0, planned=90)]) == []


EAST = Audience("1/2/", frozenset({5}), frozenset({"secretary"}), new_since=date(2017, 3, 1))


@pytest.mark.parametrize(("post", "belongs"), [
    (Post(1, "secretary", "1/2/9/", 5, date(2017, 3, 2)), True),
    (Post(1, "secretary", "1/3/9/", 5, date(2017, 3, 2)), False),
    (Post(1, "secretary", "1/2/9/", 6, date(2017, 3, 2)), False),
    (Post(1, "member", "1/2/9/", 5, date(2017, 3, 2)), False),
    (Post(1, "secretary", "1/2/9/", 5, date(2017, 3, 1)), False),
    (Post(1, "secretary", "1/2/9/", 5, None), False),
])
def test_whom_a_programme_is_for(post, belongs):
    assert EAST.holds(post) == belongs
    assert Audience("1/").holds(post)


def test_the_first_fitting_post_is_taken():
    posts = [Post(1, "member", "1/2/"), Post(2, "reserve", "1/2/"), Post(3, "reserve", "1/2/")]
    assert fitting(posts, Audience("1/", positions=frozenset({"reserve"}))).pk == 2
    assert fitting([], Audience("1/")) is None


@pytest.mark.parametrize(("changed", "why"), [
    ({}, None), ({"over": True}, Refusal.OVER), ({"state": "applied"}, Refusal.ON_LIST), ({"state": "withdrawn"}, None),
    ({"state": "declined"}, Refusal.DECLINED), ({"apply_until": None}, Refusal.NOT_OPEN),
    ({"apply_until": date(2017, 8, 31)}, Refusal.LATE), ({"post": None}, Refusal.AUDIENCE),
])
def test_who_may_apply(changed, why):
    facts = {"over": False, "apply_until": TODAY, "today": TODAY, "post": Post(1, "member", "1/"), "state": None}
    assert refusal(**facts | changed) == why


PEOPLE = [(number, f"1/{number % 2 + 2}/") for number in range(10)]  # five of each of two organisations


def test_groups_are_equal_and_spread_each_organisation():
    groups = dealt(PEOPLE, ["一", "二"])
    assert sorted(groups.values()) == ["一"] * 5 + ["二"] * 5
    per = [[number % 2 for number, group in groups.items() if group == name] for name in ("一", "二")]
    assert sorted(map(sum, per)) == [2, 3]


def test_neighbours_stay_together_where_asked():
    groups = dealt(PEOPLE, ["一", "二"], together=True)
    assert {number % 2 for number, group in groups.items() if group == "一"} == {0}
    assert {name: list(groups.values()).count(name) for name in ("一", "二")} == {"一": 5, "二": 5}
    uneven = list(dealt(PEOPLE, ["一", "二", "三"], together=True).values())
    assert sorted(uneven.count(name) for name in ("一", "二", "三")) == [3, 3, 4]


def test_nobody_and_no_group_divide_to_nothing():
    assert (dealt([], ["一"]), dealt(PEOPLE, [])) == ({}, {})
