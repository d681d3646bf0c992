"""How many minutes a lesson credits."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.rules.credit import FULL, HURRIED, NOTHING, UNWATCHED, WATCHED, MediumState, can_finish, lesson_credit

START = datetime(2017, 9, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(("lesson", "seconds", "credited", "reason"), [
    (15, 0, 0, HURRIED), (15, 1, 1, HURRIED), (15, 60, 1, HURRIED), (15, 61, 2, HURRIED), (15, 180, 3, HURRIED),
    (15, 841, 15, FULL), (15, 840, 14, HURRIED), (15, 86400, 15, FULL), (0, 600, 0, NOTHING), (15, -60, 0, HURRIED),
])
def test_credit_is_the_lesson_but_never_more_than_the_clock(lesson, seconds, credited, reason):
    credit = lesson_credit(lesson_minutes=lesson, opened_at=START, now=START + timedelta(seconds=seconds))
    assert (credit.minutes, credit.reason, credit.missing) == (credited, reason, lesson - credited)


def films(*pairs):
    return tuple(MediumState(number, duration, watched) for number, (duration, watched) in enumerate(pairs))


@pytest.mark.parametrize(("lesson", "media", "open_seconds", "credited", "reason"), [
    (10, films((600, 600)), 600, 10, FULL),
    (10, films((600, 600)), 400, 10, FULL),         # played faster: what was watched counts
    (10, films((600, 599)), 9_000, 9, WATCHED),     # whole minutes
    (10, films((590, 590)), 9_000, 10, FULL),       # ten seconds are left to read
    (10, films((600, 540)), 90_000, 9, WATCHED),    # time alone earns nothing
    (10, films((600, 539)), 90_000, 0, UNWATCHED),
    (10, films((60, 60)), 60, 1, HURRIED),
    (10, films((60, 60)), 300, 5, HURRIED),         # four minutes of reading beside the film
    (10, films((60, 60)), 600, 10, FULL),
    (10, films((300, 300), (300, 290)), 600, 9, WATCHED),
    (10, films((300, 300), (300, 0)), 9_000, 0, UNWATCHED),
    (10, films((900, 900)), 900, 10, FULL),         # never more than the lesson
    (0, films((600, 600)), 600, 0, NOTHING),
    (10, films((0, 0)), 9_000, 0, UNWATCHED),       # a stream of unknown length: nothing but watching counts
    (10, films((0, 300)), 9_000, 5, HURRIED),
])
def test_a_lesson_with_film_credits_what_was_watched(lesson, media, open_seconds, credited, reason):
    credit = lesson_credit(
        lesson_minutes=lesson, opened_at=START, now=START + timedelta(seconds=open_seconds), media=media, share_percent=90,
    )
    assert (credit.minutes, credit.reason, credit.done) == (credited, reason, reason != UNWATCHED)


@given(
    st.integers(1, 60), st.integers(0, 10_000), st.integers(0, 100),
    st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 3_000)), min_size=1, max_size=4),
)
def test_no_more_is_credited_than_was_watched_and_read(lesson, open_seconds, share, pairs):
    media = films(*pairs)
    credit = lesson_credit(
        lesson_minutes=lesson, opened_at=START, now=START + timedelta(seconds=open_seconds), media=media, share_percent=share,
    )
    watched = sum(medium.watched for medium in media)
    assert credit.minutes * 60 <= watched + max(0, open_seconds - watched)
    assert credit.minutes <= lesson
    assert credit.done == can_finish(media, share)
