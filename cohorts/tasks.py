"""Long work of this app: registered here so that workers and pages know it."""

from celery import shared_task
from django.utils import timezone

from cohorts import paper_jobs, proof_jobs  # noqa: F401
from cohorts.actions import reminders, shares, surveys


@shared_task(name="cohorts.release_places")
def release_places():
    shares.release_places()


@shared_task(name="cohorts.remind")
def remind():
    reminders.remind(now=timezone.now())


@shared_task(name="cohorts.run_surveys")
def run_surveys():
    surveys.run_surveys(now=timezone.now())
