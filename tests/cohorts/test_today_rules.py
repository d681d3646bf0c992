"""What is urgent, how old it is, what the hour asks for, and what an auditor is not shown: as pure functions."""

from datetime import date, datetime, timedelta

import pytest

from cohorts.figure_charts import bar, ring
from cohorts.rules.figures import Load, Share, loads, veiled
from cohorts.rules.today import Step, Urgency, place_of, step_at, waiting

TODAY = date(2017, 11, 30)
START = datetime(2017, 11, 30, 9)


@pytest.mark.parametrize(("moment", "due", "days"), [
    (TODAY, False, 0), (TODAY - timedelta(days=3), False, 3), (TODAY + timedelta(days=2), True, 2), (None, False, None),
])
def test_an_age_is_counted_back_and_a_deadline_ahead(moment, due, days):
    assert waiting(count=2, moment=moment, today=TODAY, due=due).days == days


def test_the_most_urgent_stands_first_then_what_is_due_then_what_is_old():
    def wait(days, due=False):
        return waiting(count=1, moment=TODAY + timedelta(days=days), today=TODAY, due=due)

    lines = [
        (Urgency.CALM, wait(-90)), (Urgency.NOW, wait(0)), (Urgency.NOW, wait(-5)), (Urgency.NOW, wait(9, due=True)),
        (Urgency.NOW, wait(1, due=True)), (Urgency.TODAY, wait(-2)),
    ]
    assert [lines.index(line) for line in sorted(lines, key=lambda line: place_of(*line))] == [4, 3, 2, 1, 5, 0]


@pytest.mark.parametrize(("minutes", "step"), [
    (-31, Step.WAIT), (-30, Step.CODE), (9, Step.CODE), (10, Step.MARK), (89, Step.MARK), (90, Step.CLOSE), (9999, Step.CLOSE),
])
def test_the_hour_asks_for_one_thing(minutes, step):
    asked = {"starts_at": START, "ends_at": START + timedelta(minutes=90), "opens_before": 30, "late_after": 10}
    now = START + timedelta(minutes=minutes)
    assert step_at(closed=False, now=now, **asked) == step
    assert step_at(closed=True, now=now, **asked) == Step.DONE


@pytest.mark.parametrize(("share", "hidden"), [
    (Share(10, 20), False), (Share(0, 20), False), (Share(20, 20), False), (Share(5, 10, 0), False),
    (Share(4, 20), True), (Share(16, 20), True), (Share(0, 4), True), (Share(10, 30, 4), True), (Share(10, 30, 18), True),
    (Share(0, 0), False),
])
def test_nothing_that_counts_fewer_than_five_people_is_left_to_read(share, hidden):
    shown = veiled(share)
    assert shown.hidden is hidden
    assert (shown.done, shown.total, shown.begun) == ((0, 0, 0) if hidden else (share.done, share.total, share.begun))


def test_nobody_is_told_a_hundred_before_the_last_one():
    assert [Share(done, total).percent for done, total in ((199, 200), (200, 200), (0, 0))] == [99, 100, None]


def test_weeks_of_a_trainer_add_up_and_who_has_too_much_stands_on_top():
    weeks = [(1, "甲", None, 900, 9), (2, "乙", 2, 90, 1), (2, "乙", 2, 270, 3), (3, "丙", 3, 270, 3)]
    assert loads(weeks) == [Load(2, "乙", 360, 4, 3, 2), Load(1, "甲", 900, 9, 9), Load(3, "丙", 270, 3, 3, 3)]
    assert [one.over for one in loads(weeks)] == [True, False, False]


def test_a_bar_holds_its_parts_one_after_the_other_and_never_more_than_itself():
    assert [(part.x, part.width, part.tone) for part in bar(40, ("done", 10), ("begun", 0), ("left", 20))] == [
        ("0.00", "25.00", "done"), ("25.00", "50.00", "left"),
    ]
    assert [part.width for part in bar(10, ("done", 30))] == ["100.00"]
    assert bar(0, ("done", 0)) == []


def test_a_ring_is_as_long_as_the_part():
    assert (ring(1, 4).dash, ring(4, 4).dash) == ("125.66 376.99", "502.66 0.00")
    assert (ring(0, 4), ring(0, 0)) == (None, None)
