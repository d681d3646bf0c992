"""The platform: settings, people, jobs and the audit trail. It knows no training vocabulary."""

from .celery import app as celery_app

__all__ = ["celery_app"]
