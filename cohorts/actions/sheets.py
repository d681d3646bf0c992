"""Take the marks of a paper sheet: all of them, or none."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cohorts.actions.attendance import Entry, mark_attendance
from cohorts.enums import AttendanceStatus, MarkMethod
from cohorts.models import Enrolment


@transaction.atomic
def take_sheet(*, actor, session, marks, now, device=""):
    """Write ``marks``, each ``(enrolment_id, status, minutes or None, seen, nonce)``; return the outcome.

    Nothing is written when one of them cannot be: the marks of people whom someone else marked meanwhile are named by a
    ``ValidationError``. What the paper does not say is taken from the times of the session.
    """
    outcome = mark_attendance(
        actor=actor, session=session, now=now, method=MarkMethod.PAPER, device=device,
        marks=[_entry(session, *mark, now=now) for mark in marks],
        reason=_("From the paper sheet"),
    )
    if outcome.conflicts:
        names = Enrolment.objects.filter(pk__in=outcome.conflicts).values_list("person__name", flat=True)
        raise ValidationError(
            _("Nothing was saved: %(names)s were marked by someone else in the meantime. Please look at the sheet again.")
            % {"names": "、".join(names)}
        )
    return outcome


def _entry(session, enrolment_id, status, minutes, seen, nonce, *, now):
    late = minutes or 0 if status == AttendanceStatus.LATE else 0
    early = minutes or 0 if status == AttendanceStatus.LEFT_EARLY else 0
    instant = session.ends_at - timedelta(minutes=early) if early else session.starts_at + timedelta(minutes=late)
    return Entry(
        enrolment_id, status, nonce, seen, min(now, instant),
        late_minutes=late if status == AttendanceStatus.LATE else None,
        early_minutes=early if status == AttendanceStatus.LEFT_EARLY else None,
    )
