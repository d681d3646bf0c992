"""How many minutes a lesson credits."""

from datetime import UTC, datetime, timedelta

import pytest

from courses.rules.credit import FULL, HURRIED, NOTHING, lesson_credit

START = datetime(2017, 9, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(("lesson", "seconds", "credited", "reason"), [
    (15, 0, 0, HURRIED), (15, 1, 1, HURRIED), (15, 60, 1, HURRIED), (15, 61, 2, HURRIED), (15, 180, 3, HURRIED),
    (15, 841, 15, FULL), (15, 840, 14, HURRIED), (15, 86400, 15, FULL), (0, 600, 0, NOTHING), (15, -60, 0, HURRIED),
])
def test_credit_is_the_lesson_but_never_more_than_the_clock(lesson, seconds, credited, reason):
    credit = lesson_credit(lesson_minutes=lesson, opened_at=START, now=START + timedelta(seconds=seconds))
    assert (credit.minutes, credit.reason, credit.missing) == (credited, reason, lesson - credited)
