from celery import shared_task

from lms.jobs import actions


@shared_task(name="jobs.run")
def run(job_id):
    actions.run_job(job_id)


@shared_task(name="jobs.reconcile")
def reconcile():
    actions.reconcile()
