"""Figures for Prometheus in its text format, read from the database when asked: the same from every process, and of nobody."""

import time

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from lms.jobs.enums import UNFINISHED
from lms.jobs.models import Job
from lms.jobs.registry import KINDS
from lms.notices.models import Delivery
from lms.operations.actions.pulses import TURNED_AWAY
from lms.operations.checks.work import stuck
from lms.operations.models import Pulse
from lms.operations.queries import VERSION, uptime


def text():
    """Return the page; four queries whatever there is."""
    now = timezone.now()
    jobs = Job.objects.order_by().values_list("kind", "state").annotate(count=Count("pk"))
    waiting = dict.fromkeys(settings.QUEUES, 0)
    counts = []
    for kind, state, count in jobs:
        counts.append(({"kind": kind, "state": state}, count))
        if state in UNFINISHED and kind in KINDS:
            waiting[KINDS[kind].queue] += count
    deliveries = Delivery.objects.order_by().values_list("channel", "state").annotate(count=Count("pk"))
    signs = {pulse.name: pulse for pulse in Pulse.objects.order_by("pk")}
    away = signs.pop(TURNED_AWAY, None)
    pulses = [({"name": name}, round((now - pulse.at).total_seconds(), 1)) for name, pulse in signs.items()]
    return "".join([
        _family("training_info", "Version and database.", [({"version": VERSION, "database": connection.vendor}, 1)]),
        _family("training_process_uptime_seconds", "For how long the process that answers has run.",
                [({}, uptime().total_seconds())]),
        _family("training_jobs", "Jobs that are kept, by kind and state.", sorted(counts, key=str)),
        _family("training_queue_unfinished", "Jobs that wait or run, by queue.",
                [({"queue": queue}, count) for queue, count in waiting.items()]),
        _family("training_jobs_stuck", "Jobs that stand still.", [({}, stuck(now).count())]),
        _family("training_deliveries", "E-mail and text messages, by channel and state.",
                sorted((({"channel": channel, "state": state}, count) for channel, state, count in deliveries), key=str)),
        _family("training_requests_turned_away_total", "Requests that were turned away because too many waited.",
                [({}, away.detail["requests"] if away else 0)], kind="counter"),
        _family("training_pulse_age_seconds", "How long ago clock, worker and backup gave a sign of life.", pulses),
        _family("training_scraped_at_seconds", "The clock of this machine.", [({}, round(time.time(), 3))]),
    ])


def _family(name, words, values, kind="gauge"):
    lines = [f"# HELP {name} {words}", f"# TYPE {name} {kind}"]
    for labels, value in values:
        inside = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
        lines.append(f"{name}{{{inside}}} {value}" if inside else f"{name} {value}")
    return "\n".join(lines) + "\n"


def _escaped(text):
    return str(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
