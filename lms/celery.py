"""The Celery application; its settings are the ``CELERY_*`` names of ``lms.settings``."""

import os
import warnings

from celery import Celery
from celery.platforms import SecurityWarning
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")

# It warns whoever runs the worker as root because of messages in Python's own format; ours are read as JSON only.
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("lms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def stand_back(**_kwargs):
    """Let a worker and its children have the processor after those who answer people, where they share a machine."""
    if hasattr(os, "nice"):
        os.nice(10)
