"""Which function does which kind of job. Apps register theirs in ``tasks.py``, which Celery and Django both load."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any


@dataclass(frozen=True)
class JobKind:
    """``verb`` is what the owner must still be allowed when the work begins; ``keep`` how long row and file stay."""

    kind: str
    label: Any
    handler: Callable
    verb: str = ""
    retry: bool = True
    keep: timedelta = timedelta(days=7)
    queue: str = "quick"


KINDS: dict[str, JobKind] = {}


def job_kind(kind, label, *, verb="", retry=True, keep=timedelta(days=7), queue="quick"):
    """Register ``handler(run: JobRun, **params)`` under ``kind``; ``label`` is shown to the owner.

    ``verb`` (asked without an object) guards work that waited while a role ended. ``retry=False`` hides "Start again" where
    the parameters serve once. The handler calls ``run.progress`` at least once a minute: a silent job is taken for dead
    after two, and picked up again. ``queue`` is one of ``settings.QUEUES``: a large installation gives each its own workers.
    """

    def register(handler):
        KINDS[kind] = JobKind(kind, label, handler, verb, retry, keep, queue)
        return handler

    return register
