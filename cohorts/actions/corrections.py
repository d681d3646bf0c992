"""The mark of one person, set or corrected by hand: with minutes, with a reason, appended to what stood before."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.actions.attendance import Entry, check_entries, writable_session, write_marks
from cohorts.enums import AttendanceStatus, MarkMethod
from cohorts.models import AttendanceMark
from lms.approvals.actions import settle
from lms.approvals.models import Approval

WITH_MINUTES = (AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY)
CORRECT = "attendance.correct"  # what a second person approves: see ``cohorts.approvals``


def settle_mark(*, actor, session, enrolment, mark, status, reason="", now=None, late_minutes=0, early_minutes=0):
    """Set the mark (see :func:`set_mark`) and return None; on a closed session, whose hours are posted, ask a second person
    where this installation wants one, and return the ``Approval``."""
    values = {"status": status, "reason": reason, "late_minutes": late_minutes, "early_minutes": early_minutes}
    if session.closed_at is None:
        set_mark(actor=actor, session=session, enrolment=enrolment, mark=mark, now=now, **values)
        return None
    if not reason.strip():
        raise ValidationError(_("Please say why, so that the change can be understood later."))
    return settle(
        actor=actor, kind=CORRECT, organisation=session.cohort.organiser, person=enrolment.person,
        about=_about(session, enrolment), reason=reason, params={
            "session": session.pk, "enrolment": enrolment.pk, "mark": mark.pk if mark else None, **values, "status": str(status),
        },
    )


def waiting_correction(session, enrolment):
    """Return the correction of a person's mark that waits for a second person, None without."""
    return Approval.objects.waiting().filter(
        kind=CORRECT, about=_about(session, enrolment), expires_at__gt=timezone.now()
    ).select_related("requested_by").first()


def _about(session, enrolment):
    return f"cohorts.classsession:{session.pk}:{enrolment.pk}"


def correct_mark(*, actor, mark, status, reason, now=None, late_minutes=0, early_minutes=0):
    """Correct ``mark`` by a new one with a reason; return the mark that stands then (see :func:`set_mark`)."""
    return set_mark(
        actor=actor, session=mark.session, enrolment=mark.enrolment, mark=mark, status=status, reason=reason, now=now,
        late_minutes=late_minutes, early_minutes=early_minutes,
    )


@transaction.atomic
def set_mark(*, actor, session, enrolment, mark, status, reason="", now=None, late_minutes=0, early_minutes=0):
    """Mark a person at a session, after the standing ``mark`` (None without one); return the mark that stands then.

    Minutes count with a late or an early leave only. Raises ``PermissionDenied`` for one's own mark, ``ValidationError``
    without a reason where something stood before or the session is closed, and when someone else was faster. On a closed
    session the hours follow, and whatever else was decided by the mark.
    """
    now = now or timezone.now()
    if enrolment.person_id == actor.pk:
        raise PermissionDenied("nobody marks themselves")
    reason = reason.strip()
    if mark is not None and not reason:
        raise ValidationError(_("Please say why, so that the change can be understood later."))
    session = writable_session(session, now)
    standing = AttendanceMark.objects.current().filter(session=session, enrolment=enrolment).first()
    if (standing and standing.pk) != (mark and mark.pk) and not (mark is None and _taken_back(standing)):
        raise ValidationError(_("Someone else has just changed this mark. Please look at it again."))
    check_entries(session, {enrolment.pk: Entry(enrolment.pk, status, None)}, now, reason)
    if status not in WITH_MINUTES:
        late_minutes = early_minutes = 0
    if mark is not None and (mark.status, mark.late_minutes, mark.early_minutes) == (status, late_minutes, early_minutes):
        return mark
    new = AttendanceMark(
        session=session, enrolment=enrolment, status=status, method=MarkMethod.GRID, observed_at=now, recorded_at=now,
        recorded_by=actor, corrects=standing, reason=reason[:200], late_minutes=late_minutes, early_minutes=early_minutes,
    )
    write_marks(actor, session, [new])
    return new


def _taken_back(mark):
    return mark.status == AttendanceStatus.UNDONE
