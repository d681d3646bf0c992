"""Which function does which kind of job. Apps register theirs in ``tasks.py``, which Celery and Django both load."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class JobKind:
    kind: str
    label: Any
    handler: Callable


KINDS: dict[str, JobKind] = {}


def job_kind(kind, label):
    """Register ``handler(run: JobRun, **params)`` under ``kind``; ``label`` is shown to the owner."""

    def register(handler):
        KINDS[kind] = JobKind(kind, label, handler)
        return handler

    return register
