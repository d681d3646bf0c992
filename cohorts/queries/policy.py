"""Which rules of attendance hold on a day."""

from dataclasses import fields

from django.utils import timezone

from cohorts.models import AttendancePolicy
from cohorts.rules.policy import Policy

NAMES = [field.name for field in fields(Policy)]


def policy_on(day):
    """Return the ``rules.policy.Policy`` of the date ``day``. One query."""
    row = AttendancePolicy.objects.filter(from_on__lte=day).order_by("-from_on").values(*NAMES).first()
    return Policy(**row) if row else Policy()


def policy_of(session):
    """Return the policy of the day on which the session begins."""
    return policy_on(timezone.localdate(session.starts_at))
