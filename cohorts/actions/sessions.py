"""Closing a session: from then on what was marked counts, and its hours stand in the ledger."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cohorts.actions.attendance import hour_line, lock_session
from cohorts.enums import SEATED, AttendanceStatus, MarkMethod, OrderState
from cohorts.models import AttendanceMark, LessonOrder
from courses.actions.ledger import post_hours
from lms.audit import trail


@dataclass(frozen=True)
class Closing:
    """``absent`` people had no mark and were recorded absent; ``posted`` lines of hours are new; both 0 the second time."""

    absent: int = 0
    posted: int = 0
    already: bool = False


@transaction.atomic
def close_session(*, actor, session, now):
    """Record everyone without a mark as absent, post the hours, deliver the order behind the session; a :class:`Closing`.

    Closing twice does nothing the second time. Raises ``ValidationError`` for a cancelled session and before its start.
    The number of queries does not depend on the number of people, up to the size of a batch.
    """
    given, session = session, lock_session(session)
    if session.closed_at:
        return Closing(already=True)
    if session.cancelled_at:
        raise ValidationError(_("This session was cancelled: there is nothing to close."))
    if now < session.starts_at:
        raise ValidationError(_("This session has not begun. It can be closed from its start on."))
    people = list(session.cohort.enrolments.filter(state__in=SEATED).values_list("pk", "person_id"))
    status_of = dict(
        AttendanceMark.objects.current().filter(session=session).values_list("enrolment_id", "status")
    )
    unmarked = [enrolment_id for enrolment_id, person_id in people if enrolment_id not in status_of]
    AttendanceMark.objects.bulk_create(
        [
            AttendanceMark(
                session=session, enrolment_id=enrolment_id, status=AttendanceStatus.ABSENT, method=MarkMethod.CLOSING,
                observed_at=now, recorded_at=now, recorded_by=actor,
            )
            for enrolment_id in unmarked
        ],
        batch_size=500,
    )
    posted = post_hours(
        actor=actor,
        lines=[hour_line(session, person_id, status_of.get(enrolment_id, "absent")) for enrolment_id, person_id in people],
    )
    session.closed_at, session.closed_by = now, actor
    session.save(update_fields=["closed_at", "closed_by"])
    given.closed_at, given.closed_by = now, actor
    LessonOrder.objects.filter(session=session, state=OrderState.ACCEPTED).update(state=OrderState.DELIVERED)
    trail.record(
        actor=actor, verb="session.close", target=session, organisation=session.cohort.organiser,
        detail={"people": len(people), "absent": len(unmarked), "posted": posted},
    )
    return Closing(absent=len(unmarked), posted=posted)
