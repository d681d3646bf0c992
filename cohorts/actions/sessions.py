"""Closing a session: from then on what was marked counts, and its hours stand in the ledger."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cohorts.actions.attendance import lock_session
from cohorts.actions.earning import follow, post_teaching
from cohorts.actions.order_following import follow_closing
from cohorts.enums import ATTENDED, AttendanceStatus, MarkMethod
from cohorts.models import AttendanceMark
from cohorts.queries.attendance import seats_of
from cohorts.queries.leave import on_leave
from lms.audit import trail


@dataclass(frozen=True)
class Closing:
    """``absent`` people had no mark and were recorded absent, ``excused`` had none and were on leave; ``posted`` lines of
    hours are new. All 0 the second time."""

    absent: int = 0
    excused: int = 0
    posted: int = 0
    already: bool = False


@transaction.atomic
def close_session(*, actor, session, now):
    """Record everyone without a mark as excused or absent, post the hours, deliver the order behind it; a :class:`Closing`.

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
    standing = {mark.enrolment_id: mark for mark in AttendanceMark.objects.current().filter(session=session)}
    away = on_leave(session)
    fresh = [
        _unseen(session, enrolment_id, standing.get(enrolment_id), enrolment_id in away, actor, now)
        for enrolment_id in seats_of(session).order_by("pk").values_list("pk", flat=True)
        if enrolment_id not in standing or standing[enrolment_id].status == AttendanceStatus.UNDONE
    ]
    AttendanceMark.objects.bulk_create(fresh, batch_size=500)
    standing.update((mark.enrolment_id, mark) for mark in fresh)
    posted = follow(actor=actor, session=session, marks=standing.values(), now=now)
    if any(mark.status in ATTENDED for mark in standing.values()):
        post_teaching(actor=actor, session=session)
    excused = sum(mark.status == AttendanceStatus.EXCUSED for mark in fresh)
    absent = len(fresh) - excused
    session.closed_at, session.closed_by = now, actor
    session.save(update_fields=["closed_at", "closed_by"])
    given.closed_at, given.closed_by = now, actor
    follow_closing(actor=actor, session=session, now=now)
    trail.record(
        actor=actor, verb="session.close", target=session, organisation=session.cohort.organiser,
        detail={"people": len(standing), "absent": absent, "excused": excused, "posted": posted},
    )
    return Closing(absent=absent, excused=excused, posted=posted)


def _unseen(session, enrolment_id, before, away, actor, now):
    """The mark at closing of someone who has none, or whose last one was taken back (``before``)."""
    status, method = AttendanceStatus.ABSENT, MarkMethod.CLOSING
    if away:
        status, method = AttendanceStatus.EXCUSED, MarkMethod.LEAVE
    return AttendanceMark(
        session=session, enrolment_id=enrolment_id, status=status, method=method, observed_at=now, recorded_at=now,
        recorded_by=actor, corrects=before,
    )
