"""Posting to the ledger of hours: once a source, corrections by reversal."""

from datetime import date

import pytest

from courses.actions.ledger import HourLine, post_hours
from courses.enums import HourKind
from courses.models import HourEntry


def line(person, minutes=90, source="session:1:person:1"):
    return HourLine(person.pk, date(2017, 9, 1), HourKind.LECTURE, minutes, source, "集中授课", concentrated=True)


def lines_of(person):
    return list(HourEntry.objects.filter(person=person).order_by("pk").values_list("source", "minutes"))


def test_posting_twice_writes_one_line(world):
    assert post_hours(actor=None, lines=[line(world.p_learner)]) == 1
    assert post_hours(actor=None, lines=[line(world.p_learner)]) == 0
    assert lines_of(world.p_learner) == [("session:1:person:1", 90)]


def test_other_minutes_reverse_the_line_and_post_the_next(world):
    post_hours(actor=None, lines=[line(world.p_learner)])
    first = HourEntry.objects.get()
    post_hours(actor=None, lines=[line(world.p_learner, 45)])
    assert lines_of(world.p_learner) == [
        ("session:1:person:1", 90), (f"reversal:{first.pk}", -90), ("session:1:person:1#2", 45),
    ]


def test_nothing_only_reverses_and_can_be_earned_again(world):
    for minutes in (90, 0, 90):
        post_hours(actor=None, lines=[line(world.p_learner, minutes)])
    assert [minutes for _, minutes in lines_of(world.p_learner)] == [90, -90, 90]
    assert lines_of(world.p_learner)[-1][0] == "session:1:person:1#2"


@pytest.mark.parametrize("count", [1, 40])
def test_queries_do_not_grow_with_the_lines(world, django_assert_num_queries, count):
    lines = [line(world.p_learner, source=f"session:{number}:person:1") for number in range(count)]
    with django_assert_num_queries(6):
        post_hours(actor=None, lines=lines)
