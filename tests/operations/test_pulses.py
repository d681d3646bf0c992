"""Of several clocks one ticks, and what happened last is remembered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lms.audit.models import AuditEntry
from lms.operations.actions import beat_lease, mark, watch_clock
from lms.operations.actions.pulses import LEASE
from lms.operations.beat import LeasedScheduler
from lms.operations.models import Pulse

pytestmark = pytest.mark.django_db


def test_the_first_clock_gets_the_lease_and_keeps_it():
    now = timezone.now()
    assert [beat_lease("a", now=now), beat_lease("b", now=now), beat_lease("a", now=now)] == [True, False, True]


def test_another_clock_takes_over_when_the_first_was_silent():
    now = timezone.now()
    beat_lease("a", now=now)
    later = now + LEASE
    assert [beat_lease("b", now=later), beat_lease("b", now=later + timedelta(seconds=1))] == [False, True]
    assert beat_lease("a", now=later + timedelta(seconds=2)) is False


def test_what_happened_last_is_one_row():
    mark("backup", detail={"rows": 1})
    mark("backup", detail={"rows": 2})
    assert list(Pulse.objects.values_list("name", "detail")) == [("backup", {"rows": 2})]


@pytest.mark.parametrize(("others", "told"), [(False, 1), (True, 0)])
def test_a_clock_tells_what_is_due_only_while_it_holds_the_lease(others, told, tmp_path, monkeypatch):
    from lms.celery import app

    sent = []
    monkeypatch.setattr("lms.operations.beat.connection.close", lambda: None)
    if others:
        beat_lease("another")
    clock = LeasedScheduler(app=app, schedule_filename=str(tmp_path / "schedule"))
    monkeypatch.setattr(clock, "apply_entry", lambda entry, producer=None: sent.append(entry.name))
    for entry in clock.schedule.values():
        entry.last_run_at -= timedelta(days=1)
    clock.tick()
    clock.close()
    assert len(sent) == told
    assert beat_lease("the next one") is not others  # whoever stops makes room at once; whoever waited takes nothing away


@pytest.mark.parametrize(("back", "noted"), [(-60, []), (0, []), (5, []), (6, [6]), (3600, [3600])])
def test_a_clock_that_was_set_back_is_noted_once(back, noted):
    now = timezone.now()
    watch_clock(now=now)
    watch_clock(now=now - timedelta(seconds=back))
    watch_clock(now=now - timedelta(seconds=back))
    assert [entry.detail["seconds"] for entry in AuditEntry.objects.filter(verb="clock.step")] == noted
