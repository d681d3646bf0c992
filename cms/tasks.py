"""Work of the editor that runs by the clock."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from cms.actions import packages


@shared_task(name="cms.publish_scheduled")
def publish_scheduled():
    """Publish and take down the pages whose time has come; running twice finds nothing the second time."""
    call_command("publish_scheduled")


@shared_task(name="cms.tidy_packages")
def tidy_packages():
    """Remove the files of packages that nothing plays any longer; running twice finds nothing the second time."""
    packages.tidy_packages(now=timezone.now())
