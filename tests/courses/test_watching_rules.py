"""What counts as watched: union of intervals, the server's clock, sequence, skipping, presence."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.rules.watching import (
    ABSENT,
    ASKED,
    HOP,
    IMPOSSIBLE,
    LATE,
    LONGEST_GAP,
    PLAYING,
    PRESENT,
    REPLAYED,
    RETIRED,
    SKIPPED,
    SUPERSEDED,
    TOO_EARLY,
    TOO_FAST,
    UNASKED,
    Account,
    Beat,
    Limits,
    answer,
    carried,
    judge,
    length,
    new_parts,
    next_question,
    resume_at,
    settle,
    standing,
    union,
)

START = datetime(2017, 9, 1, 1, tzinfo=UTC)
HOUR = 3_600_000
MINUTE = 60_000
FILM = Limits(duration=HOUR, speed_percent=150, seek_forward=True)


def at(**kwargs):
    return START + timedelta(**kwargs)


def reasons(judgement):
    return [part.reason for part in judgement.refused]


def one(*beats, watched=(), unspent=HOUR, last=0, limits=FILM):
    return judge([Beat(*beat) for beat in beats], watched=watched, unspent=unspent, last_sequence=last, limits=limits)


# Intervals ------------------------------------------------------------------------------------------------------------

spans = st.tuples(st.integers(0, 500), st.integers(0, 500)).map(lambda pair: (min(pair), max(pair)))


@given(st.lists(spans, max_size=12))
def test_a_union_is_as_long_as_the_milliseconds_it_covers(intervals):
    covered = {point for start, end in intervals for point in range(start, end)}
    joined = union(intervals)
    assert length(intervals) == len(covered)
    assert all(end < later for (_, end), (later, _) in zip(joined, joined[1:], strict=False))


@given(spans, st.lists(spans, max_size=8))
def test_new_parts_are_what_the_union_lacks(span, intervals):
    known = {point for start, end in intervals for point in range(start, end)}
    found = [point for start, end in new_parts(*span, union(intervals)) for point in range(start, end)]
    assert found == [point for point in range(*span) if point not in known]


# The clock ------------------------------------------------------------------------------------------------------------

beats = st.builds(
    lambda sequence, start, size, elapsed: Beat(sequence, start, start + size, elapsed),
    st.integers(1, 60), st.integers(0, HOUR), st.integers(0, HOUR), st.integers(0, HOUR),
)
reports = st.lists(st.tuples(st.integers(0, 400), st.lists(beats, max_size=6)), max_size=12)


@given(reports, st.sampled_from([100, 125, 150]), st.booleans())
@settings(deadline=None)
def test_whatever_is_reported_no_more_is_watched_than_the_clock_times_the_speed(reports, speed, seek):
    account, watched, last, gone = Account(START), (), 0, 0
    for pause, batch in reports:
        gone += pause
        account = settle(account, until=at(seconds=gone), speed_percent=speed)
        result = judge(batch, watched=watched, unspent=account.unspent, last_sequence=last,
                       limits=Limits(HOUR, speed, seek))
        watched, last = result.watched, result.last_sequence
        account = Account(account.settled_at, result.unspent)
    assert length(watched) <= gone * 1000 * speed // 100
    assert length(watched) <= HOUR


@given(st.lists(beats, max_size=10, unique_by=lambda beat: beat.sequence), st.randoms(), st.integers(0, 10))
@settings(deadline=None)
def test_the_order_of_a_batch_and_how_it_is_cut_do_not_matter(batch, shuffle, cut):
    for unspent in (MINUTE, 3 * HOUR):
        whole = judge(batch, watched=(), unspent=unspent, last_sequence=0, limits=FILM)
        mixed = list(batch)
        shuffle.shuffle(mixed)
        assert judge(mixed, watched=(), unspent=unspent, last_sequence=0, limits=FILM) == whole
        ordered = sorted(batch, key=lambda beat: beat.sequence)
        first = judge(ordered[:cut], watched=(), unspent=unspent, last_sequence=0, limits=FILM)
        second = judge(ordered[cut:], watched=first.watched, unspent=first.unspent, last_sequence=first.last_sequence,
                       limits=FILM)
        assert (second.watched, second.unspent) == (whole.watched, whole.unspent)


@given(st.lists(st.integers(1, 20), min_size=1, max_size=40), st.sampled_from([100, 125, 150]), st.data())
@settings(deadline=None)
def test_honest_watching_is_counted_whole_however_late_it_arrives(seconds, speed, data):
    """Parts played one after the other at the allowed speed, delivered in any groups, none later than the longest gap."""
    account, watched, last = Account(START), (), 0
    position, clock, waiting, waited = 0, 0, [], 0
    for sequence, elapsed in enumerate(seconds, start=1):
        played = elapsed * 10 * speed  # milliseconds of the film in ``elapsed`` seconds
        waiting.append(Beat(sequence, position, position + played, elapsed * 1000))
        position, clock, waited = position + played, clock + elapsed, waited + elapsed
        if waited + 20 > LONGEST_GAP.total_seconds() or sequence == len(seconds) or data.draw(st.booleans()):
            account = settle(account, until=at(seconds=clock), speed_percent=speed)
            result = judge(waiting, watched=watched, unspent=account.unspent, last_sequence=last,
                           limits=Limits(HOUR, speed, False))
            assert result.refused == ()
            account = Account(account.settled_at, carried(result, last_sequence=last))
            watched, last, waiting, waited = result.watched, result.last_sequence, [], 0
    assert watched == ((0, position),)


def test_what_was_allowed_and_not_played_cannot_be_claimed_later_unless_the_report_was_an_old_one():
    new = one((4, 0, 12_000, 12_000), unspent=18_000, last=3)
    assert (new.unspent, carried(new, last_sequence=3)) == (6_000, 0)
    old = one((3, 0, 12_000, 12_000), unspent=18_000, last=3)
    assert carried(old, last_sequence=3) == 18_000


def test_time_without_a_word_is_counted_up_to_the_longest_gap_only():
    account = settle(Account(START), until=at(hours=3), speed_percent=150)
    assert account.unspent == 450_000
    assert settle(account, until=START, speed_percent=150) == account


def test_what_the_clock_does_not_allow_yet_may_be_reported_again():
    early = one((1, 0, 20_000, 20_000), unspent=5_000)
    assert (early.watched, early.unspent, reasons(early)) == (((0, 5_000),), 0, [TOO_EARLY])
    rest = early.refused[0]
    again = one((2, rest.start, rest.end, 15_000), watched=early.watched, unspent=15_000, last=1)
    assert again.watched == ((0, 20_000),)


# One beat -------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("beat", "limits", "watched", "why"), [
    ((1, 0, 12_000, 12_000), FILM, 12_000, []),
    ((1, 0, 18_000, 12_000), FILM, 18_000, []),
    ((1, 0, 48_000, 12_000), FILM, 18_500, [TOO_FAST]),
    ((1, 0, 18_000, 12_000), Limits(HOUR, 100), 12_500, [TOO_FAST]),
    ((1, 9_000, 9_000, 12_000), FILM, 0, [IMPOSSIBLE]),
    ((1, 9_000, 4_000, 12_000), FILM, 0, [IMPOSSIBLE]),
    ((1, HOUR + 1_000, HOUR + 2_000, 1_000), FILM, 0, [IMPOSSIBLE]),
    ((1, HOUR - 2_000, HOUR + 300, 2_300), FILM, 2_000, []),
    ((1, 600_000, 612_000, 12_000), Limits(HOUR, 150, False), 0, [SKIPPED]),
    ((1, HOP, HOP + 5_000, 5_000), Limits(HOUR, 150, False), 5_000, []),
    ((1, 600_000, 612_000, 12_000), FILM, 12_000, []),
    ((1, 0, 5_000, 5_000), Limits(0, 150, True), 5_000, []),
])
def test_what_one_beat_earns(beat, limits, watched, why):
    result = one(beat, limits=limits)
    assert (length(result.watched), reasons(result)) == (watched, why)


def test_a_number_earns_once():
    first = one((7, 0, 10_000, 10_000))
    again = one((7, 20_000, 30_000, 10_000), (3, 40_000, 50_000, 10_000), watched=first.watched, last=first.last_sequence)
    assert (again.watched, reasons(again)) == (((0, 10_000),), [REPLAYED, REPLAYED])


def test_a_part_watched_twice_counts_once_and_spends_once():
    again = one((2, 0, 12_000, 12_000), watched=((0, 10_000),), unspent=5_000, last=1)
    assert (again.added, again.unspent) == (((10_000, 12_000),), 3_000)


def test_a_player_that_stops_and_goes_on_leaves_no_hole():
    assert one((2, 10_080, 20_000, 9_920), watched=((0, 10_000),), last=1).watched == ((0, 20_000),)


def test_one_may_go_forward_over_what_was_watched():
    limits = Limits(HOUR, 150, False)
    assert one((1, 8_000, 12_000, 4_000), watched=((0, 10_000),), limits=limits).watched == ((0, 12_000),)


def test_parts_that_wait_for_the_clock_are_no_skipping():
    result = one((1, 0, 12_000, 12_000), (2, 12_000, 24_000, 12_000), unspent=0, limits=Limits(HOUR, 150, False))
    assert reasons(result) == [TOO_EARLY, TOO_EARLY]


# Two phones, a withdrawn lesson, a question ----------------------------------------------------------------------------

@pytest.mark.parametrize(("ends", "state", "until"), [
    ({}, PLAYING, 100),
    ({"superseded_at": at(seconds=40)}, SUPERSEDED, 40),
    ({"retired_at": at(seconds=50)}, RETIRED, 50),
    ({"retired_at": at(seconds=50), "superseded_at": at(seconds=40)}, SUPERSEDED, 40),
    ({"asks_at": at(seconds=101)}, PLAYING, 100),
    ({"asks_at": at(seconds=70)}, ASKED, 70),
    ({"asks_at": at(seconds=30)}, ABSENT, 30),
    ({"asks_at": at(seconds=30), "superseded_at": at(seconds=60)}, SUPERSEDED, 30),
])
def test_the_clock_stops_where_the_player_ended_or_nobody_answered(ends, state, until):
    assert standing(now=at(seconds=100), **ends) == (state, at(seconds=until))


@pytest.mark.parametrize(("arrives", "waited", "worth"), [
    (10, 5, UNASKED), (105, 5, PRESENT), (160, 60, PRESENT), (165, 61, LATE), (300, 20, PRESENT), (100 + 361, 20, LATE),
])
def test_an_answer_counts_within_its_minute_also_when_the_network_brings_it_later(arrives, waited, worth):
    seen = answer(asks_at=at(seconds=100), now=at(seconds=arrives), waited=timedelta(seconds=waited))
    assert seen == worth


def test_nobody_is_asked_where_nothing_is_asked():
    assert answer(asks_at=None, now=START, waited=timedelta(0)) == UNASKED


@given(st.floats(0, 1, exclude_max=True))
def test_the_next_question_comes_within_its_range(draw):
    asked = next_question(now=START, shortest=8, longest=15, draw=draw)
    assert at(minutes=8) <= asked < at(minutes=15) + timedelta(microseconds=1)


@pytest.mark.parametrize(("position", "watched", "seek", "resume"), [
    (30_000, ((0, 30_000),), False, 30_000), (30_000, ((0, 20_000),), False, 20_000), (30_000, (), True, 30_000),
    (HOUR - 1_000, ((0, HOUR),), False, 0),
])
def test_one_goes_on_where_one_stopped(position, watched, seek, resume):
    assert resume_at(position, watched=watched, limits=Limits(HOUR, 150, seek)) == resume
