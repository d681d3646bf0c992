"""Which rules of attendance hold on a day."""

from dataclasses import fields

from django.utils import timezone

from cohorts.models import AttendancePolicy
from cohorts.rules.policy import Book, Policy

NAMES = [field.name for field in fields(Policy)]


def policy_on(day):
    """Return the ``rules.policy.Policy`` of the date ``day``. One query."""
    row = AttendancePolicy.objects.filter(from_on__lte=day).order_by("-from_on").values(*NAMES).first()
    return Policy(**row) if row else Policy()


def policy_of(session):
    """Return the policy of the day on which the session begins."""
    return policy_on(timezone.localdate(session.starts_at))


def policies():
    """Return the ``rules.policy.Book`` of all versions, for whoever asks about many days. One query."""
    rows = AttendancePolicy.objects.order_by("-from_on").values("from_on", *NAMES)
    return Book(tuple((row.pop("from_on"), Policy(**row)) for row in rows))
