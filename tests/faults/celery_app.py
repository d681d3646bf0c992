"""The product's Celery application for ``worker_kills``: blank pages take a moment each; never part of the product.

``FAULT_UNGUARDED`` takes lock, claim and reconciler away.
"""

import os
import time

from celery.signals import worker_process_init

from lms.celery import app

UNGUARDED = os.environ.get("FAULT_UNGUARDED") == "1"
ITEM_SECONDS = float(os.environ.get("FAULT_ITEM_SECONDS", "0.03"))


# Silent jobs are asked for as often as the time after which one counts as silent allows, and nothing else is due.
STALE = int(os.environ.get("JOB_STALE_SECONDS", "120"))
app.conf.beat_schedule = {} if UNGUARDED else {"reconcile jobs": {"task": "jobs.reconcile", "schedule": min(30.0, STALE / 2)}}


@worker_process_init.connect
def stand_in(**kwargs):
    from lms.jobs.actions import running
    from tests.faults import issue_kills

    send = running.send
    issue_kills.stand_in()
    running.send = send
    from certificates.actions import issuing

    blank = issuing.Renderer.render

    def slowly(self, certificate):
        time.sleep(ITEM_SECONDS)
        return blank(self, certificate)

    issuing.Renderer.render = slowly
    if UNGUARDED:
        issue_kills.without_lock()
        running.run_job, running.JobRun.progress = whatever, lambda run, *words: None
        from lms.jobs import actions

        actions.run_job = whatever


def whatever(job_id):
    """Run a job as often as it is delivered."""
    import uuid

    from lms.jobs.actions import running
    from lms.jobs.models import Job

    claim = uuid.uuid4()
    Job.objects.filter(pk=job_id).update(state="running", claim=claim)
    running._work(running.JobRun(Job.objects.select_related("owner").get(pk=job_id), claim))
