"""Start, claim, run, cancel and pick up jobs."""

import logging
import uuid
from datetime import timedelta
from functools import partial

from django.core.files import File
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from lms.audit.trail import record
from lms.jobs.enums import JobState
from lms.jobs.models import Job
from lms.jobs.registry import KINDS

logger = logging.getLogger(__name__)

STALE_AFTER = timedelta(seconds=120)
MAX_ATTEMPTS = 3
PROGRESS_EVERY = timedelta(seconds=0.5)


class JobError(Exception):
    """What went wrong, in a sentence that the owner can act on."""


class JobCancelled(Exception):
    """The owner asked to stop."""


class JobRun:
    """What a handler sees of its job: parameters in, progress and result out."""

    def __init__(self, job, claim):
        self.job, self.claim = job, claim
        self._last = timezone.now() - PROGRESS_EVERY

    def progress(self, done, total, message=""):
        """Say how far the work is; writes at most twice a second. Raises :class:`JobCancelled` when asked to stop."""
        now = timezone.now()
        if now - self._last < PROGRESS_EVERY and done < total:
            return
        self._last = now
        mine = Job.objects.filter(pk=self.job.pk, claim=self.claim, state=JobState.RUNNING)
        if not mine.update(done=done, total=total, message=message[:200], heartbeat_at=now):
            raise JobCancelled
        if mine.filter(cancel_requested=True).exists():
            raise JobCancelled

    def attach(self, path, name):
        """Keep the file at ``path`` as the job's result, offered for download as ``name``."""
        with open(path, "rb") as handle:
            self.job.result_file.save(f"{self.job.pk}-{uuid.uuid4().hex[:8]}", File(handle), save=False)
        self.job.result_name = name


def start_job(*, kind, owner, params=None, back_url=""):
    """Create the job's row in the caller's transaction and send it to a worker after the commit."""
    job = Job.objects.create(kind=kind, owner=owner, params=params or {}, back_url=back_url)
    record(actor=owner, verb=f"job.start.{kind}", target=job)
    transaction.on_commit(partial(_send, job.pk))
    return job


def _send(job_id):
    from lms.jobs.tasks import run  # noqa: PLC0415 -- leaf: tasks import actions

    try:
        run.delay(str(job_id))
    except (OSError, OperationalError):
        # The row waits; the reconciler sends it again when the broker is back.
        logger.warning("job %s could not be sent to a worker yet", job_id)


def run_job(job_id):
    """Claim the job and do it. A second delivery finds it claimed and returns."""
    now, claim = timezone.now(), uuid.uuid4()
    claimed = Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING, claim=claim, heartbeat_at=now, started_at=now, attempts=F("attempts") + 1
    )
    if not claimed:
        return
    job = Job.objects.select_related("owner").get(pk=job_id)
    run = JobRun(job, claim)
    try:
        result = KINDS[job.kind].handler(run, **job.params)
    except JobCancelled:
        _finish(run, JobState.CANCELLED)
    except JobError as error:
        _finish(run, JobState.FAILED, error=str(error))
    except Exception:
        logger.exception("job %s failed", job_id)
        _finish(run, JobState.FAILED, error=_("Something went wrong inside the system. Nothing was changed. Try again, "
                                              "and tell the administrator the number of this job if it fails again."))
    else:
        _finish(run, JobState.DONE, result=result or {})


def _finish(run, state, *, error="", result=None):
    job = run.job
    Job.objects.filter(pk=job.pk, claim=run.claim, state=JobState.RUNNING).update(
        state=state, error=error, result=result or {}, result_file=job.result_file.name or "",
        result_name=job.result_name, finished_at=timezone.now(), heartbeat_at=timezone.now(),
        done=F("total") if state == JobState.DONE else F("done"),
    )


@transaction.atomic
def cancel_job(*, job, actor):
    """Stop a waiting job at once, a running one at its next step."""
    Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(state=JobState.CANCELLED, finished_at=timezone.now())
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_requested=True)
    record(actor=actor, verb="job.cancel", target=job)


def reconcile(*, now=None):
    """Send again what no worker finished: jobs never picked up, and running ones without a sign of life."""
    now = now or timezone.now()
    stale = now - STALE_AFTER
    Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=stale, attempts__gte=MAX_ATTEMPTS).update(
        state=JobState.FAILED, finished_at=now,
        error=_("The work was interrupted several times. Start it again; what was saved before is kept."),
    )
    Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=stale).update(state=JobState.QUEUED, claim=None)
    waiting = Job.objects.filter(state=JobState.QUEUED).filter(
        Q(heartbeat_at__lt=stale) | Q(heartbeat_at=None, created_at__lt=now - timedelta(seconds=20))
    )
    sent = 0
    for job_id in waiting.values_list("pk", flat=True)[:200]:
        _send(job_id)
        sent += 1
    return sent
