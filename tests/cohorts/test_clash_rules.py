"""Clashes of groups, opening times, trainers and days, and a whole term judged as one by one."""

import random
from datetime import date, datetime, time, timedelta

import pytest

from cohorts.holidays import day_of, is_free
from cohorts.rules.calendar import Day, DayKind, Span
from cohorts.rules.clashes import Facts, Meeting, Reason, Room, Severity, clashes_of, opening_of
from cohorts.rules.term import clashes_of_term

NINE = datetime(2017, 9, 4, 9, 0)  # a Monday


def meeting(pk=None, at=0, minutes=120, cohort=1, **more):
    start = NINE + timedelta(minutes=at)
    return Meeting(starts_at=start, ends_at=start + timedelta(minutes=minutes), cohort=cohort, pk=pk, **more)


def reasons(found):
    return [(clash.reason, clash.severity) for clash in found]


def test_two_groups_of_a_cohort_meet_at_once_and_one_group_does_not():
    assert clashes_of(meeting(group=1), others=[meeting(pk=7, group=2)]) == []
    assert reasons(clashes_of(meeting(group=1), others=[meeting(pk=7, group=1)])) == [(Reason.GROUP_BUSY, Severity.BLOCK)]
    assert reasons(clashes_of(meeting(group=1), others=[meeting(pk=7)])) == [(Reason.COHORT_BUSY, Severity.BLOCK)]


def test_a_group_fills_a_room_with_its_own_people_only():
    facts = Facts(room=Room(3, 40), quota=80)
    assert clashes_of(meeting(group=1, seats=40, venue=3), others=[], facts=facts) == []
    found = clashes_of(meeting(group=1, seats=41, venue=3, split=True), others=[], facts=facts)
    assert reasons(found) == [(Reason.VENUE_SMALL, Severity.BLOCK)]


def test_people_are_counted_by_the_group_that_meets():
    facts = Facts(shared_people={(2, 5): 3})
    other = meeting(pk=7, cohort=2, group=5)
    assert [clash.need for clash in clashes_of(meeting(), others=[other], facts=facts)] == [3]
    assert clashes_of(meeting(), others=[meeting(pk=7, cohort=2, group=6)], facts=facts) == []


@pytest.mark.parametrize(("at", "minutes", "open_"), [
    (0, 120, True), (-60, 60, False), (420, 60, True), (420, 61, False), (24 * 60, 60, False),
])
def test_a_room_is_open_at_its_times(at, minutes, open_):
    room = Room(3, 40, opening=opening_of({"0": ["09:00", "17:00"]}))
    found = clashes_of(meeting(at=at, minutes=minutes, venue=3), others=[], facts=Facts(room=room))
    assert reasons(found) == ([] if open_ else [(Reason.VENUE_SHUT, Severity.BLOCK)])


def test_a_room_that_says_nothing_of_times_is_open():
    assert opening_of({}) == {}
    assert opening_of({"6": ["10:00", "12:30"]}) == {6: (time(10), time(12, 30))}
    assert clashes_of(meeting(at=-480, venue=3), others=[], facts=Facts(room=Room(3, 40))) == []


def test_a_trainer_who_is_away_cannot_teach_and_one_with_enough_is_warned_of():
    away = Span(NINE + timedelta(minutes=119), NINE + timedelta(days=3))
    found = clashes_of(meeting(trainer=4), others=[], facts=Facts(away=(away,), load=(4, 3)))
    assert reasons(found) == [(Reason.TRAINER_AWAY, Severity.BLOCK), (Reason.TRAINER_LOAD, Severity.WARN)]
    after = Span(NINE + timedelta(minutes=120), NINE + timedelta(days=3))
    assert clashes_of(meeting(trainer=4), others=[], facts=Facts(away=(after,), load=(3, 3))) == []
    assert clashes_of(meeting(), others=[], facts=Facts(away=(away,))) == []


@pytest.mark.parametrize(("kind", "expected"), [
    (DayKind.WORKDAY, []),
    (DayKind.HOLIDAY, [(Reason.HOLIDAY, Severity.WARN)]),
    (DayKind.UNKNOWN, [(Reason.YEAR_UNKNOWN, Severity.WARN)]),
    (DayKind.WEEKEND, [(Reason.WEEKEND, Severity.NOTE)]),
    (DayKind.MAKE_UP, [(Reason.MAKE_UP_DAY, Severity.NOTE)]),
])
def test_the_calendar_is_told_and_blocks_nothing(kind, expected):
    assert reasons(clashes_of(meeting(), others=[], facts=Facts(day=Day(date(2017, 9, 4), kind)))) == expected


@pytest.mark.parametrize(("day", "kind", "name"), [
    (date(2026, 10, 1), DayKind.HOLIDAY, "National Day"),
    (date(2026, 10, 10), DayKind.MAKE_UP, "National Day"),  # a Saturday that is worked
    (date(2026, 10, 17), DayKind.WEEKEND, ""),
    (date(2026, 11, 23), DayKind.WORKDAY, ""),
    (date(2017, 9, 30), DayKind.MAKE_UP, "National Day"),
    (date(2090, 1, 1), DayKind.UNKNOWN, ""),
])
def test_holidays_come_from_the_yearly_notices_and_an_unknown_year_says_so(day, kind, name):
    assert day_of(day) == Day(day, kind, name)


def test_of_an_unknown_year_weekends_are_free_and_nothing_else_is_claimed():
    assert [is_free(date(2090, 1, day)) for day in (1, 2, 6, 7, 8)] == [True, False, False, True, True]


def random_term(seed, count=120):
    rng = random.Random(seed)  # noqa: S311
    meetings = []
    for pk in range(1, count + 1):
        cohort = rng.randint(1, 12)
        meetings.append(meeting(
            pk=pk, at=rng.randrange(0, 2400, 15), minutes=rng.choice([45, 90, 150]), cohort=cohort,
            venue=rng.choice([None, 1, 2, 3]), trainer=rng.choice([None, 1, 2, 3, 4]), seats=rng.randint(5, 30),
            group=rng.choice([None, None, cohort * 10, cohort * 10 + 1]), split=rng.random() < 0.2,
        ))
    keys = sorted({m.people for m in meetings}, key=str)
    pairs = {}
    for _ in range(25):
        one, other = rng.sample(keys, 2)
        if one[0] != other[0] and (other, one) not in pairs:
            pairs[one, other] = rng.randint(1, 5)
    return meetings, pairs


@pytest.mark.parametrize("seed", range(8))
def test_a_term_is_judged_as_its_meetings_one_by_one(seed):
    meetings, pairs = random_term(seed)
    rooms = {1: Room(1, 40), 2: Room(2, 60, shared=True), 3: Room(3, 25)}

    def facts_of(one):
        shared = {b if a == one.people else a: n for (a, b), n in pairs.items() if one.people in (a, b)}
        return Facts(room=rooms.get(one.venue), quota=20, shared_people=shared)

    def told(clashes):
        full = [clash.need for clash in clashes if clash.reason == Reason.VENUE_FULL]
        rest = [(clash.reason, clash.other.pk if clash.other else 0) for clash in clashes if clash.reason != Reason.VENUE_FULL]
        return sorted(rest) + full

    alone = {one.pk: told(found) for one in meetings if (found := clashes_of(one, others=meetings, facts=facts_of(one)))}
    together = clashes_of_term(meetings, facts_of, shared_people=pairs)
    assert {pk: told(found) for pk, found in together.items()} == alone
    assert len(alone) > 20  # there is something to judge
