"""What the status page shows: counts and times of the machine, nothing of people."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils import timezone

from lms.jobs.enums import UNFINISHED, JobState
from lms.jobs.models import Job
from lms.jobs.registry import KINDS
from lms.operations.models import Pulse

STARTED = time.monotonic()
VERSION = (settings.BASE_DIR / "pyproject.toml").read_text().partition('\nversion = "')[2].partition('"')[0]


@dataclass(frozen=True)
class Work:
    """Jobs of one kind: how many wait, run, and ended which way in the last 24 hours; since when the oldest waits."""

    label: Any
    waiting: int
    running: int
    done: int
    failed: int
    oldest: datetime | None


def work(now=None):
    """Return :class:`Work` by kind, those with something waiting first. One query."""
    now = now or timezone.now()
    recent = Q(finished_at__gte=now - timedelta(days=1))
    rows = Job.objects.filter(Q(state__in=UNFINISHED) | recent).order_by().values("kind").annotate(
        waiting=Count("pk", filter=Q(state=JobState.QUEUED)), running=Count("pk", filter=Q(state=JobState.RUNNING)),
        done=Count("pk", filter=Q(state=JobState.DONE)), failed=Count("pk", filter=Q(state=JobState.FAILED)),
        oldest=Min("created_at", filter=Q(state=JobState.QUEUED)),
    )
    found = [
        Work(KINDS[row["kind"]].label if row["kind"] in KINDS else row["kind"], row["waiting"], row["running"], row["done"],
             row["failed"], row["oldest"])
        for row in rows
    ]
    return sorted(found, key=lambda each: (-each.waiting, -each.running, str(each.label)))


def pulses():
    """Return ``{name: Pulse}`` of everything that goes on in the background. One query."""
    return {pulse.name: pulse for pulse in Pulse.objects.all()}


def uptime():
    """Return for how long this process of the site has run."""
    return timedelta(seconds=round(time.monotonic() - STARTED))
