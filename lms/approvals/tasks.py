"""The clock ends what nobody decided."""

from celery import shared_task

from lms.approvals import actions


@shared_task(name="approvals.expire")
def expire():
    actions.expire_approvals()
