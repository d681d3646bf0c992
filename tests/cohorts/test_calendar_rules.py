"""Repeating meetings, the nearest free time, the board's places, and the difference of two versions."""

from datetime import date, datetime

import pytest

from cohorts.rules.board import blocks_of, hours_of
from cohorts.rules.calendar import MOST, Dates, Repeat, Span, dates_of, merged, nearest_free
from cohorts.rules.versions import concerned, difference, next_meetings

MONDAY = date(2017, 9, 4)


def weekend(day):
    return day.weekday() >= 5


def days(*numbers):
    return tuple(date(2017, 9, number) for number in numbers)


def test_every_week_until_a_day_that_counts():
    repeat = Repeat(7, until=date(2017, 9, 18))
    assert dates_of(MONDAY, repeat, is_free=weekend) == Dates(days(4, 11, 18))


def test_a_count_counts_what_is_held_and_days_off_are_named():
    repeat = Repeat(2, count=4)
    assert dates_of(MONDAY, repeat, is_free=lambda day: day == date(2017, 9, 6)) == Dates(days(4, 8, 10, 12), days(6))
    kept = dates_of(MONDAY, Repeat(2, count=4, skip_free=False), is_free=lambda day: True)
    assert kept == Dates(days(4, 6, 8, 10))


def test_days_off_after_the_last_meeting_are_not_named():
    assert dates_of(date(2017, 9, 7), Repeat(1, count=2), is_free=weekend) == Dates(days(7, 8))
    assert dates_of(date(2017, 9, 8), Repeat(1, until=date(2017, 9, 10)), is_free=weekend) == Dates(days(8), days(9, 10))


def test_a_series_ends_however_it_is_asked_for():
    assert len(dates_of(MONDAY, Repeat(1, count=10_000, skip_free=False), is_free=weekend).dates) == MOST
    assert dates_of(MONDAY, Repeat(7, count=3), is_free=lambda day: True).dates == (MONDAY,)


def at(hour, minute=0, day=4):
    return datetime(2017, 9, day, hour, minute)


def span(first, last, day=4):
    return Span(at(*first, day=day), at(*last, day=day))


def test_spans_that_touch_become_one():
    assert merged([span((10, 0), (11, 0)), span((9, 0), (10, 0)), span((13, 0), (14, 0))]) == [
        span((9, 0), (11, 0)), span((13, 0), (14, 0)),
    ]


def test_the_nearest_free_time_is_as_long_and_as_near_as_can_be():
    wanted = span((9, 0), (11, 0))
    windows = [span((8, 0), (18, 0), day) for day in (4, 5)]
    busy = [span((8, 30), (10, 0)), span((12, 0), (13, 0))]
    assert nearest_free(wanted, windows, busy) == [span((10, 0), (12, 0)), span((9, 0), (11, 0), 5)]
    assert nearest_free(wanted, windows, []) == [wanted, span((9, 0), (11, 0), 5)]
    assert nearest_free(wanted, windows, busy, most=1) == [span((10, 0), (12, 0))]


def test_a_gap_that_is_too_short_is_no_way_out():
    wanted = span((9, 0), (11, 0))
    busy = [span((8, 0), (9, 30)), span((11, 15), (18, 0))]
    assert nearest_free(wanted, [span((8, 0), (18, 0))], busy) == []


def test_a_free_time_begins_on_a_quarter_where_there_is_room():
    wanted = span((9, 0), (10, 0))
    assert nearest_free(wanted, [span((8, 0), (18, 0))], [span((8, 0), (9, 50))]) == [span((10, 0), (11, 0))]
    assert nearest_free(wanted, [span((8, 0), (10, 52))], [span((8, 0), (9, 50))]) == [span((9, 50), (10, 50))]


@pytest.mark.parametrize(("spans", "lanes"), [
    ([((9, 0), (10, 0)), ((10, 0), (11, 0))], [(1, 1), (1, 1)]),
    ([((9, 0), (11, 0)), ((10, 0), (12, 0)), ((11, 0), (13, 0)), ((14, 0), (15, 0))], [(1, 2), (2, 2), (1, 2), (1, 1)]),
    ([((9, 0), (11, 0))] * 5, [(1, 6), (2, 6), (3, 6), (4, 6), (5, 6)]),
    ([((9, 0), (11, 0))] * 7, [(n, 7) for n in range(1, 8)]),
])
def test_meetings_lie_beside_each_other_without_covering(spans, lanes):
    items = [(at(*first), at(*last)) for first, last in spans]
    blocks = blocks_of(items, lambda item: item, 8)
    assert [(block.lane, block.lanes) for block in blocks] == lanes


def test_a_block_takes_the_quarters_it_touches():
    [block] = blocks_of([(at(9, 10), at(10, 20))], lambda item: item, 8)
    assert (block.row, block.rows) == (5, 6)


def test_the_board_shows_the_usual_hours_and_more_where_someone_meets():
    assert hours_of([]) == (8, 18)
    assert hours_of([(at(7, 30), at(9, 0)), (at(18, 0), at(20, 15))]) == (7, 21)


def told(pk, **more):
    return {
        "id": pk, "title": f"课{pk}", "kind": "lecture", "starts_at": f"2017-09-0{pk}T01:00:00+00:00",
        "ends_at": f"2017-09-0{pk}T03:00:00+00:00", "venue": 1, "venue_name": "201", "trainer": 8, "trainer_name": "李",
        "group": None, "group_name": "", "minutes": 120, "revision": 0,
    } | more


def test_what_was_told_and_is_off_stays_as_cancelled_and_what_was_not_told_vanishes():
    after = next_meetings([told(1), told(2)], [told(1), told(2, cancelled=True), told(3, cancelled=True)])
    assert [(m["id"], m.get("cancelled", False)) for m in after] == [(1, False), (2, True)]
    assert [m["id"] for m in next_meetings(after, [told(1)])] == [1, 2]


def test_a_difference_names_what_changed_in_words_that_were_shown():
    moved = told(1, venue=2, venue_name="301", starts_at="2017-09-01T02:00:00+00:00", revision=4)
    [changed, new] = difference([told(1)], [moved, told(2)])
    assert (changed["what"], changed["fields"]) == ("changed", {
        "starts_at": ["2017-09-01T01:00:00+00:00", "2017-09-01T02:00:00+00:00"], "venue": ["201", "301"],
    })
    assert (new["what"], new["id"]) == ("added", 2)
    assert difference([told(1)], [told(1, revision=9, revised_at="x")]) == []
    off = [told(1, cancelled=True)]
    assert [change["what"] for change in difference([told(1)], off)] == ["cancelled"]
    assert difference(off, off) == []
    assert [change["what"] for change in difference(off, [told(1)])] == ["added"]


def test_a_change_concerns_its_groups_and_trainers_and_nobody_else():
    before = [told(1), told(2, group=5), told(3, trainer=9)]
    after = [told(1), told(2, group=6, trainer=7), told(3, trainer=9, minutes=60)]
    changes = difference(before, after)
    assert [(change["groups"], change["trainers"]) for change in changes] == [([5, 6], [7, 8]), ([None], [])]
    concern = concerned(changes)
    assert [concern.of_trainee(group) for group in (None, 4, 5, 6)] == [1, 1, 2, 2]
    assert concern.trainers == {7: 1, 8: 1}


def test_a_meeting_that_goes_from_everyone_to_a_group_concerns_everyone():
    [change] = difference([told(1)], [told(1, group=5)])
    assert change["groups"] == [None]
