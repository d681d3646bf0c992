from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest

from cohorts.rules.clashes import Clash, Facts, Meeting, Reason, Room, Severity, blocking, clashes_of
from cohorts.rules.schedule import Phase, phase_of
from cohorts.rules.seats import Allotment, allot

NINE = datetime(2017, 9, 4, 9, 0)


def window(closed_at=None, cancelled_at=None):
    return SimpleNamespace(
        starts_on=date(2017, 9, 4), ends_on=date(2017, 9, 8), closed_at=closed_at, cancelled_at=cancelled_at
    )


@pytest.mark.parametrize(("now", "phase"), [
    (datetime(2017, 9, 3, 23, 59), Phase.PLANNED),
    (datetime(2017, 9, 4, 0, 0), Phase.RUNNING),
    (datetime(2017, 9, 8, 23, 59), Phase.RUNNING),
    (datetime(2017, 9, 9, 0, 0), Phase.ENDED),
])
def test_the_calendar_gives_the_phase_and_both_days_count_whole(now, phase):
    assert phase_of(window(), now=now) == phase


def test_what_was_decided_stands_above_the_calendar():
    now = datetime(2017, 9, 5)
    assert phase_of(window(closed_at=NINE), now=now) == Phase.CLOSED
    assert phase_of(window(cancelled_at=NINE), now=now) == Phase.CANCELLED
    assert phase_of(window(closed_at=NINE, cancelled_at=NINE), now=now) == Phase.CANCELLED


def test_seats_go_to_the_first_and_the_others_wait_in_order():
    assert allot(quota=5, taken=3, queue=["a", "b", "c", "d"]) == Allotment(("a", "b"), ("c", "d"))


def test_a_quota_below_what_is_taken_gives_nobody_a_seat():
    assert allot(quota=2, taken=3, queue=["a"]) == Allotment((), ("a",))


def meeting(pk=None, at=0, minutes=120, cohort=1, **more):
    start = NINE + timedelta(minutes=at)
    return Meeting(starts_at=start, ends_at=start + timedelta(minutes=minutes), cohort=cohort, pk=pk, **more)


def reasons(found):
    return [(clash.reason, clash.severity) for clash in found]


def test_meetings_that_touch_do_not_overlap():
    after = meeting(pk=7, at=120, venue=3, trainer=4, cohort=1)
    assert clashes_of(meeting(venue=3, trainer=4), others=[after], facts=Facts(room=Room(3, 40))) == []


def test_a_room_a_trainer_and_a_cohort_can_be_in_one_place_only():
    other = meeting(pk=7, at=119, venue=3, trainer=4)
    found = clashes_of(meeting(venue=3, trainer=4), others=[other], facts=Facts(room=Room(3, 40)))
    assert reasons(found) == [
        (Reason.VENUE_TAKEN, Severity.BLOCK), (Reason.TRAINER_BUSY, Severity.BLOCK), (Reason.COHORT_BUSY, Severity.BLOCK),
    ]
    assert {clash.other for clash in found} == {other}


def test_a_meeting_does_not_clash_with_itself():
    assert clashes_of(meeting(pk=7, venue=3), others=[meeting(pk=7, venue=3)], facts=Facts(room=Room(3, 40))) == []


def test_without_venue_and_trainer_only_the_cohort_counts():
    assert clashes_of(meeting(), others=[meeting(pk=7, cohort=2)]) == []


def test_breakouts_of_one_cohort_may_run_side_by_side_with_a_warning():
    found = clashes_of(meeting(split=True), others=[meeting(pk=7, split=True)])
    assert reasons(found) == [(Reason.COHORT_BUSY, Severity.WARN)]
    assert reasons(clashes_of(meeting(split=True), others=[meeting(pk=7)])) == [(Reason.COHORT_BUSY, Severity.BLOCK)]


def test_a_room_must_hold_who_is_enrolled_and_should_hold_the_quota():
    assert clashes_of(meeting(venue=3, seats=40), others=[], facts=Facts(room=Room(3, 40), quota=40)) == []
    assert clashes_of(meeting(venue=3, seats=41), others=[], facts=Facts(room=Room(3, 40), quota=50)) == [
        Clash(Reason.VENUE_SMALL, Severity.BLOCK, None, 41, 40)
    ]
    assert clashes_of(meeting(venue=3, seats=30), others=[], facts=Facts(room=Room(3, 40), quota=50)) == [
        Clash(Reason.VENUE_SMALL, Severity.WARN, None, 50, 40)
    ]


def test_an_open_site_takes_several_groups_until_it_is_full():
    site = Room(3, 60, shared=True)
    beside = meeting(pk=7, cohort=2, venue=3, seats=30)
    assert clashes_of(meeting(venue=3, seats=30), others=[beside], facts=Facts(room=site)) == []
    assert clashes_of(meeting(venue=3, seats=31), others=[beside], facts=Facts(room=site)) == [
        Clash(Reason.VENUE_FULL, Severity.BLOCK, beside, 61, 60)
    ]


def test_a_closed_venue_blocks_from_its_day_on():
    assert clashes_of(meeting(venue=3), others=[], facts=Facts(room=Room(3, 40, closed_on=date(2017, 9, 5)))) == []
    found = clashes_of(meeting(venue=3), others=[], facts=Facts(room=Room(3, 40, closed_on=date(2017, 9, 4))))
    assert reasons(found) == [(Reason.VENUE_CLOSED, Severity.BLOCK)]


def test_people_of_two_cohorts_are_warned_of():
    other = meeting(pk=7, cohort=2)
    assert clashes_of(meeting(), others=[other], facts=Facts(shared_people={(2, None): 3, (5, None): 9})) == [
        Clash(Reason.PEOPLE_BUSY, Severity.WARN, other, 3)
    ]
    assert clashes_of(meeting(at=300), others=[other], facts=Facts(shared_people={(2, None): 3})) == []


def test_a_day_outside_the_cohort_is_a_warning_and_blocks_come_first():
    days = (date(2017, 9, 5), date(2017, 9, 8))
    other = meeting(pk=7, trainer=4, cohort=2)
    found = clashes_of(meeting(trainer=4), others=[other], facts=Facts(days=days))
    assert reasons(found) == [(Reason.TRAINER_BUSY, Severity.BLOCK), (Reason.OUTSIDE_DAYS, Severity.WARN)]
    assert [clash.reason for clash in blocking(found)] == [Reason.TRAINER_BUSY]
