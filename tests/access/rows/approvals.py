"""What waits for a second person: the trainer of the east asked to correct the learner's mark of a closed session."""

import datetime
from functools import cached_property

from django.utils import timezone

from cohorts.actions.corrections import settle_mark
from cohorts.models import ClassSession
from lms.approvals.models import Approval

from .base import pk_of


class ApprovalRows:
    @cached_property
    def closed_session(self):
        over = timezone.now() - datetime.timedelta(hours=3)
        return ClassSession.objects.create(
            cohort=self.cohort, title="专题辅导", kind="lecture", starts_at=over - datetime.timedelta(minutes=90), ends_at=over,
            minutes=90, venue=self.venue, trainer=self.trainer, closed_at=over,
        )

    @cached_property
    def approval(self):
        return settle_mark(
            actor=self.trainer, session=self.closed_session, enrolment=self.enrolment, mark=None, status="present",
            reason="签到机没电，当时在场",
        )

    def some_approval(self, kind):
        """One of the east about the reserve, asked for by somebody of the west; it is not kept."""
        return Approval(kind=kind, organisation=self.east, person=self.people["reserve"], requested_by=self.people["outsider"])


OBJECTS = {f"approvals:{name}": pk_of("approval") for name in ("approval", "approve", "decline", "withdraw")}
