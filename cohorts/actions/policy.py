"""The rules of attendance: each version holds from its day on, and none is changed."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.models import AttendancePolicy
from lms.audit.trail import record


@transaction.atomic
def add_policy(*, actor, from_on, today=None, **values):
    """Add a version of the rules from the day ``from_on`` on and return it.

    Raises ``ValidationError`` for a day that is past, since what took place went by the rules of its day, and for one from
    which another version holds.
    """
    if from_on < (today or timezone.localdate()):
        raise ValidationError({"from_on": _("Rules cannot begin in the past. Choose today or a later day.")})
    try:
        with transaction.atomic():
            policy = AttendancePolicy.objects.create(from_on=from_on, created_by=actor, **values)
    except IntegrityError as error:
        raise ValidationError({"from_on": _("Other rules begin on that day already. Choose another day.")}) from error
    record(actor=actor, verb="attendance.rules_add", target=policy, detail={"from_on": from_on.isoformat()})
    return policy


@transaction.atomic
def withdraw_policy(*, actor, policy, today=None):
    """Take back a version that has not begun yet."""
    if policy.from_on <= (today or timezone.localdate()):
        raise ValidationError(_("These rules have begun. Add new ones from a later day instead."))
    record(actor=actor, verb="attendance.rules_withdraw", target=policy, detail={"from_on": policy.from_on.isoformat()})
    policy.delete()
