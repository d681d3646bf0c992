from celery import shared_task

from lms.operations import actions


@shared_task(name="operations.pulse")
def pulse():
    actions.watch_clock()
    actions.mark("worker")
