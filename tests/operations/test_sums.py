"""Sums of rows: the same for the same rows in any order, and for the same values as two databases write them."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from lms.operations.rules.sums import Total, differences, plain


def total(*rows):
    found = Total()
    for row in rows:
        found.add(plain(row))
    return found.as_dict()


def test_order_does_not_count_and_rows_do():
    assert total((1, "a"), (2, "b")) == total((2, "b"), (1, "a"))
    assert total((1, "a"), (1, "a")) != total((1, "a"))
    assert total((1, "a"), (2, "b")) != total((1, "b"), (2, "a"))
    assert total()["rows"] == 0


@pytest.mark.parametrize(("one", "other"), [
    (Decimal("12.50"), Decimal("12.5")), (Decimal("0.00"), Decimal(0)), ({"a": 1, "b": [2]}, {"b": [2], "a": 1}), (True, True),
    (datetime(2026, 1, 1, 8, tzinfo=UTC), datetime(2026, 1, 1, 16, tzinfo=timezone(timedelta(hours=8)))),
])
def test_the_same_value_is_written_in_one_way(one, other):
    assert plain([one]) == plain([other])


@pytest.mark.parametrize(("one", "other"), [("1", 1), (None, ""), ("-", None), (True, 1), (["a", "b"], "ab"), (b"a", "a")])
def test_different_values_are_written_differently(one, other):
    assert plain([one]) != plain([other])


def test_the_tables_that_differ_are_named():
    wanted = {"a": {"rows": 1, "sum": "x"}, "b": {"rows": 2, "sum": "y"}, "c": {"rows": 0, "sum": "0"}}
    found = {"a": {"rows": 1, "sum": "x"}, "b": {"rows": 2, "sum": "z"}, "d": {"rows": 3, "sum": "w"}}
    assert differences(wanted, found) == [("b", 2, 2), ("c", 0, None), ("d", None, 3)]
