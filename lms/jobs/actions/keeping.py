"""What the clock asks of jobs: pick up what no worker finished, and throw away what is old."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.jobs.actions import running
from lms.jobs.enums import UNFINISHED, JobState
from lms.jobs.models import Job
from lms.jobs.registry import KINDS

STALE_AFTER = timedelta(seconds=settings.JOB_STALE_SECONDS)
TOLD_AGAIN_AFTER = min(STALE_AFTER, timedelta(seconds=75))  # what a broker forgot is done within two minutes of its return
FIRST_TRY_AFTER = min(STALE_AFTER, timedelta(seconds=20))
MAX_ATTEMPTS = 3
KEEP = timedelta(days=7)


def reconcile(*, now=None):
    """Send again what no worker finished: jobs never picked up, and running ones without a sign of life.

    Returns how many were sent. A job still waiting is sent again every 75 seconds at most, however long the queue is.
    """
    now = now or timezone.now()
    stale = now - STALE_AFTER
    silent = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=stale)
    silent.filter(cancel_requested=True).update(state=JobState.CANCELLED, finished_at=now)
    silent.filter(attempts__gte=MAX_ATTEMPTS).update(
        state=JobState.FAILED, finished_at=now,
        error=_("The work was interrupted several times. Start it again; what was saved before is kept."),
    )
    silent.update(state=JobState.QUEUED, claim=None)
    waiting = Job.objects.filter(state=JobState.QUEUED).filter(
        Q(heartbeat_at__lt=now - TOLD_AGAIN_AFTER) | Q(heartbeat_at=None, created_at__lt=now - FIRST_TRY_AFTER)
    )
    kinds = dict(waiting.order_by("created_at").values_list("pk", "kind")[:200])
    Job.objects.filter(pk__in=kinds, state=JobState.QUEUED).update(heartbeat_at=now)
    untold = [job_id for job_id, kind in kinds.items() if running.send(job_id, kind) is False]
    Job.objects.filter(pk__in=untold, state=JobState.QUEUED).update(heartbeat_at=None)  # told as soon as the broker is back
    return len(kinds) - len(untold)


def due_jobs(now):
    """Return finished jobs whose time is over: a week unless their kind says less."""
    finished = Job.objects.exclude(state__in=UNFINISHED)
    due = Q(finished_at__lt=now - KEEP)
    for kind in KINDS.values():
        if kind.keep < KEEP:
            due |= Q(kind=kind.kind, finished_at__lt=now - kind.keep)
    return finished.filter(due)


def purge_jobs(*, now=None):
    """Delete finished jobs and their files when their time is over; return how many."""
    count = 0
    for job in due_jobs(now or timezone.now()).iterator():
        if job.result_file:
            job.result_file.delete(save=False)
        job.delete()
        count += 1
    return count
