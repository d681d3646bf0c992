"""Work of the editor that runs by the clock."""

from celery import shared_task
from django.core.management import call_command


@shared_task(name="cms.publish_scheduled")
def publish_scheduled():
    """Publish and take down the pages whose time has come; running twice finds nothing the second time."""
    call_command("publish_scheduled")
