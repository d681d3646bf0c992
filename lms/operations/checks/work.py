"""Long work: broker, worker, clock, cache, jobs that stand still."""

import uuid
from datetime import timedelta

from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from kombu.exceptions import OperationalError

from lms.celery import app
from lms.jobs.enums import JobState
from lms.jobs.models import Job
from lms.operations.models import Pulse
from lms.operations.registry import check, failure, ok, warning
from lms.operations.rules import health

SECONDS = 3


@check("broker", gettext_lazy("Broker"), quick=False)
def broker(asked):
    reason = broker_trouble()
    if reason:
        return failure(_("The broker does not answer (%(kind)s).") % {"kind": reason},
                       _("Start it, or set CELERY_BROKER_URL to where it is. Work waits meanwhile and is not lost."))
    return ok(_("The broker answers."))


def broker_trouble():
    """Return the kind of error that connecting gives, or an empty text."""
    try:
        with app.connection_for_write(connect_timeout=SECONDS) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=SECONDS)
            connection.default_channel.close()
    except (OSError, OperationalError) as error:
        return type(error).__name__
    return ""


@check("worker", gettext_lazy("Worker"), quick=False)
def worker(asked):
    todo = _("Start one: celery -A lms worker (see docs/operations.md).")
    if broker_trouble():
        return failure(_("No worker can be asked, since the broker does not answer."), todo)
    answers = app.control.ping(timeout=SECONDS)
    if not answers:
        return failure(_("No worker answers."), todo)
    return ok(_("%(count)s workers answer.") % {"count": len(answers)})


@check("beat", gettext_lazy("Clock of the work"))
def beat(asked):
    now, last, through = timezone.now(), Pulse.objects.named("beat"), Pulse.objects.named("worker")
    if health.silent(last and last.at, now, health.BEAT_SILENT):
        return failure(_("Nothing tells the workers what is due; the last sign of life: %(when)s.") % {"when": _when(last)},
                       _("Start one: celery -A lms beat, or worker -B on a small machine."))
    if health.silent(through and through.at, now, health.PULSE_SILENT):
        return warning(_("The clock ticks, and no worker did what it asked since %(when)s.") % {"when": _when(through)},
                       _("Look whether a worker runs, and whether the queue is long."))
    return ok(_("What is due is told to the workers, the last time at %(when)s.") % {"when": _when(last)})


def _when(pulse):
    return timezone.localtime(pulse.at).strftime("%Y-%m-%d %H:%M:%S") if pulse else _("never")


@check("cache", gettext_lazy("Cache"))
def cache_works(asked):
    if not getattr(cache, "answers", lambda: True)():
        return failure(_("The cache's server does not answer; a table of the database stands in for it."),
                       _("Start it, or set CACHE_URL to where it is."))
    key, value = f"doctor-{uuid.uuid4().hex}", uuid.uuid4().hex
    cache.set(key, value, 30)
    found = cache.get(key)
    cache.delete(key)
    if found != value:
        return failure(_("The cache forgets what it is told."), _("Check CACHE_URL, and whether that server has room."))
    return ok(_("The cache works."))


def stuck(now):
    """Return jobs that wait or stay silent for longer than the reconciler takes to mend them."""
    return Job.objects.filter(
        Q(state=JobState.QUEUED, created_at__lt=now - health.JOB_WAITS)
        | Q(state=JobState.RUNNING, heartbeat_at__lt=now - health.JOB_SILENT)
    )


@check("jobs", gettext_lazy("Jobs"))
def jobs(asked):
    now = timezone.now()
    count = stuck(now).count()
    if count:
        return failure(_("%(count)s jobs stand still.") % {"count": count},
                       _("A worker and the clock must run: then they are picked up within five minutes."))
    failed = Job.objects.filter(state=JobState.FAILED, finished_at__gte=now - timedelta(days=1)).count()
    if failed:
        return warning(_("%(count)s jobs failed in the last 24 hours.") % {"count": failed},
                       _("Their owners see the reason; look in the log for the numbers of those that failed inside the system."))
    return ok(_("No job stands still."))
