"""Nudges as plain values: placeholders, the limit, who is left out."""

from datetime import datetime, timedelta

import pytest

from cohorts.enums import LeftOut
from cohorts.nudge_words import PLACEHOLDER_LABELS
from cohorts.rules import nudges as rules

NOW = datetime(2017, 9, 1, 9, 0)


def test_placeholders_are_filled_once_and_what_is_put_in_is_not_read_again():
    text = rules.fill("{name}：{what}。{missing}{other}", {"name": "{sender}", "what": "学时", "sender": "不该出现"})
    assert text == "{sender}：学时。{other}"


def test_unknown_placeholders_are_named_once_each():
    assert rules.unknown_placeholders("{name} {phone} {x.y} {phone} {}") == ["phone", "x.y", ""]
    assert rules.unknown_placeholders("没有") == []


def test_every_placeholder_has_words():
    assert set(PLACEHOLDER_LABELS) == set(rules.PLACEHOLDERS)


def test_many_names_are_cut():
    assert rules.names_text(["甲", "乙"]) == ("甲、乙", 0)
    assert rules.names_text("甲乙丙丁戊") == ("甲、乙、丙", 2)


def out(days=3, actor=9, to_liaison=False, **case):
    case = {"closed": False, "last": None, "told": (1,)} | case
    return rules.left_out(rules.Case(**case), now=NOW, days=days, actor=actor, to_liaison=to_liaison)


@pytest.mark.parametrize(("case", "why"), [
    ({}, None),
    ({"closed": None}, None),
    ({"closed": True}, "closed"),
    ({"last": NOW - timedelta(days=3, seconds=-1)}, "recent"),
    ({"last": NOW - timedelta(days=3)}, None),
    ({"last": NOW, "days": 0}, None),
    ({"told": ()}, "no_liaison"),
    ({"told": (9,)}, "own"),
    ({"told": (9, 1)}, None),
    ({"active": False}, "inactive"),
    ({"active": False, "to_liaison": True}, None),
])
def test_who_is_left_out_and_why(case, why):
    assert out(**case) == why
    assert why is None or why in LeftOut.values
