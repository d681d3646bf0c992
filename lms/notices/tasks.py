"""Messages that leave the house, sent by workers."""

from celery import shared_task

from lms.notices.actions import delivering


@shared_task(name="notices.deliver")
def deliver(delivery_id):
    delivering.deliver(delivery_id)


@shared_task(name="notices.deliver_waiting")
def deliver_waiting():
    delivering.deliver_waiting()
