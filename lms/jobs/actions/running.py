"""Start, claim, run, cancel and repeat jobs."""

import logging
import uuid
from contextlib import suppress
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files import File
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lms.audit.trail import record
from lms.confined import Exceeded
from lms.jobs.enums import JobState
from lms.jobs.models import Job
from lms.jobs.registry import KINDS
from lms.jobs.telling import tell
from lms.people import access
from lms.troubles import Trouble, trouble_of

logger = logging.getLogger(__name__)

PROGRESS_EVERY = timedelta(seconds=0.5)
MOST_BUSY = 3  # attempts of a job that others kept from the database


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
        if not mine.update(done=done, total=total, message=str(message)[:200], heartbeat_at=now):
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
    if kind not in KINDS:
        raise KeyError(f"no job of the kind {kind!r} is registered")
    job = Job.objects.create(
        kind=kind, owner=owner, params=params or {}, back_url=back_url, language=translation.get_language() or ""
    )
    record(actor=owner, verb="job.start", target=job, detail={"kind": kind})
    transaction.on_commit(partial(send, job.pk, kind))
    return job


@transaction.atomic
def retry_job(*, job, actor):
    """Start the same work once more as a new job, and return that."""
    record(actor=actor, verb="job.retry", target=job)
    return start_job(kind=job.kind, owner=job.owner, params=job.params, back_url=job.back_url)


def send(job_id, kind):
    """Tell a worker of the kind's queue about the job; tell whether the broker took it.

    Without a broker the row waits, and the reconciler tells again.
    """
    from lms.jobs.tasks import run  # noqa: PLC0415 -- leaf: tasks import actions

    return tell(run, str(job_id), queue=KINDS[kind].queue if kind in KINDS else None)


def run_job(job_id):
    """Claim the job and do it. A second delivery finds it claimed and returns.

    While another job of its owner runs it stays where it is: whoever ends that one, or the reconciler, tells of it again.
    """
    claim = uuid.uuid4()
    if not _claimed(job_id, claim):
        return
    job = Job.objects.select_related("owner").get(pk=job_id)
    with translation.override(job.language or settings.LANGUAGE_CODE):
        _work(JobRun(job, claim))
    transaction.on_commit(partial(_tell_of_next, job.owner_id))


@transaction.atomic
def _claimed(job_id, claim):
    """Take the job that waits, if its owner has no other at work; tell whether it is ours. The owner's row is locked
    meanwhile: two workers would each find the other's job still waiting, and begin both."""
    now = timezone.now()
    owners = get_user_model()._base_manager.filter(pk__in=Job.objects.filter(pk=job_id).values("owner"))
    list(owners.select_for_update(no_key=True).values_list("pk"))
    return Job.objects.filter(pk=job_id, state=JobState.QUEUED).exclude(
        owner__in=Job.objects.filter(state=JobState.RUNNING).values("owner")
    ).update(state=JobState.RUNNING, claim=claim, heartbeat_at=now, started_at=now, attempts=F("attempts") + 1)


def _tell_of_next(owner_id):
    """Send the owner's next job, which waited for the one that has ended."""
    waiting = Job.objects.filter(owner=owner_id, state=JobState.QUEUED).order_by("created_at").values_list("pk", "kind").first()
    if waiting:
        send(*waiting)


def _work(run):
    job = run.job
    try:
        kind = KINDS[job.kind]
        if kind.verb and not access.allowed(job.owner, kind.verb):
            raise JobError(_("You no longer have the role that this work needs. Ask the district administrator."))
        result = kind.handler(run, **job.params)
    except JobCancelled:
        _finish(run, JobState.CANCELLED)
    except (JobError, Exceeded) as error:
        _finish(run, JobState.FAILED, error=str(error))
    except Exception as error:
        if _waits(run, trouble_of(error)):
            return
        logger.exception("job %s failed", job.pk)
        _finish(run, JobState.FAILED, error=_("Something went wrong inside the system. Nothing was changed. Try again, "
                                              "and tell the administrator the number of this job if it fails again."))
    else:
        _finish(run, JobState.DONE, result=result or {})


def _waits(run, trouble):
    """Put the job back when the machine is in ``trouble``, so that the reconciler tells of it again; tell whether it waits.

    Want of room or of a database is no attempt of the job. When not even that can be written, the job falls silent and is
    picked up as that of a killed worker is.
    """
    if trouble is None or (trouble is Trouble.BUSY and run.job.attempts >= MOST_BUSY):
        return False
    logger.warning("job %s waits until the machine is well (%s)", run.job.pk, trouble)
    counted = 0 if trouble is Trouble.BUSY else 1
    with suppress(DatabaseError):
        Job.objects.filter(pk=run.job.pk, claim=run.claim, state=JobState.RUNNING).update(
            state=JobState.QUEUED, claim=None, heartbeat_at=timezone.now(), attempts=F("attempts") - counted,
            message=_("The server has no room or no database just now. The work goes on by itself."),
        )
    return True


def _finish(run, state, *, error="", result=None):
    job, now = run.job, timezone.now()
    mine = Job.objects.filter(pk=job.pk, claim=run.claim, state=JobState.RUNNING).update(
        state=state, error=error, result=result or {}, result_file=job.result_file.name or "",
        result_name=job.result_name[:200], finished_at=now, heartbeat_at=now,
        done=F("total") if state == JobState.DONE else F("done"),
    )
    if not mine and job.result_file:
        job.result_file.delete(save=False)  # another worker has taken the job over: its file counts


@transaction.atomic
def cancel_job(*, job, actor):
    """Stop a waiting job at once, a running one at its next step."""
    Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(state=JobState.CANCELLED, finished_at=timezone.now())
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_requested=True)
    record(actor=actor, verb="job.cancel", target=job)
