"""When a reminder is due: a pure rule."""

from datetime import UTC, datetime, timedelta

import pytest

from cohorts.rules.reminders import Reminder, due, source

STARTS = datetime(2017, 9, 4, 9, tzinfo=UTC)


@pytest.mark.parametrize(("before", "reminder"), [
    (timedelta(hours=24, seconds=1), None),
    (timedelta(hours=24), Reminder.DAY),
    (timedelta(hours=3, seconds=1), Reminder.DAY),
    (timedelta(hours=3), None),
    (timedelta(hours=1, seconds=1), None),
    (timedelta(hours=1), Reminder.HOUR),
    (timedelta(seconds=1), Reminder.HOUR),
    (timedelta(0), None),
    (timedelta(hours=-1), None),
])
def test_a_day_and_an_hour_before(before, reminder):
    assert due(STARTS, STARTS - before) is reminder


def test_another_time_is_another_reminder():
    times = STARTS, STARTS + timedelta(minutes=1)
    names = {
        source(reminder, meeting=meeting, starts_at=starts_at, person=person)
        for reminder in Reminder for meeting in (1, 2) for starts_at in times for person in (1, 2)
    }
    assert len(names) == 16
