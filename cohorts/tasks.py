"""Long work of this app: registered here so that workers and pages know it."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from cohorts import paper_jobs, proof_jobs  # noqa: F401
from cohorts.actions import filing_calls, points, reminders, shares, standing, surveys
from cohorts.models import Cohort


@shared_task(name="cohorts.release_places")
def release_places():
    shares.release_places()


@shared_task(name="cohorts.remind")
def remind():
    reminders.remind(now=timezone.now())


@shared_task(name="cohorts.remind_filings")
def remind_filings():
    filing_calls.remind_filings(now=timezone.now())


@shared_task(name="cohorts.post_points")
def post_points(since=None):
    points.post_points(since=date.fromisoformat(since) if since else None)


@shared_task(name="cohorts.run_surveys")
def run_surveys():
    surveys.run_surveys(now=timezone.now())


@shared_task(name="cohorts.sweep_standings")
def sweep_standings():
    standing.sweep()


@shared_task(name="cohorts.recompute_standings")
def recompute_standings(cohort_id):
    if (cohort := Cohort.objects.filter(pk=cohort_id).first()) is not None:
        standing.recompute(actor=None, cohort=cohort)
