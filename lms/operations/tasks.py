from celery import shared_task

from lms.operations import actions
from lms.retention import sweep as ask


@shared_task(name="operations.pulse")
def pulse():
    actions.watch_clock()
    actions.mark("worker")


@shared_task(name="operations.sweep")
def sweep(often=False):
    """Remove what was kept long enough."""
    ask(often=often)
