"""What is decided about a phone that checked in several people: the only writer of ``DeviceDecision``."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.actions.attendance import writable_session
from cohorts.actions.corrections import set_mark
from cohorts.enums import AttendanceStatus
from cohorts.models import AttendanceMark, DeviceDecision, Enrolment
from cohorts.queries.attendance import devices_of, settled
from lms.audit.trail import record


@transaction.atomic
def decide_device(*, actor, session, device, withdrawn, reason, now=None):
    """Keep that all for whom ``device`` stands were in the room, or take back the marks of the enrolments ``withdrawn``.

    Returns the decision. Raises ``PermissionDenied`` where the actor is one of them; ``ValidationError`` without a reason, when
    somebody decided meanwhile, and for taking back marks of a closed session, which are corrected one by one.
    """
    now, reason = now or timezone.now(), " ".join(reason.split())
    session = writable_session(session, now)
    group = devices_of(session).get(device, [])
    people = Enrolment.objects.filter(pk__in=group)
    if people.filter(person=actor).exists():
        raise PermissionDenied("nobody decides about their own mark")
    if not reason:
        raise ValidationError(_("Please say why, so that the change can be understood later."))
    if not group or settled(group, DeviceDecision.objects.filter(session=session, device=device)):
        raise ValidationError(_("Somebody decided about this already."))
    if session.closed_at and withdrawn:
        raise ValidationError(_("This session is closed. Correct people one by one, with a reason."))
    standing = AttendanceMark.objects.current().filter(session=session, device=device, enrolment__in=people)
    marks = {mark.enrolment_id: mark for mark in standing.select_related("enrolment")}
    if set(withdrawn) - marks.keys():
        raise ValidationError(_("Someone else has just changed this mark. Please look at it again."))
    for pk in sorted(withdrawn):
        set_mark(actor=actor, session=session, enrolment=marks[pk].enrolment, mark=marks[pk], status=AttendanceStatus.UNDONE,
                 reason=reason, now=now)
    row = DeviceDecision.objects.create(
        session=session, device=device, enrolments=sorted(group), withdrawn=sorted(withdrawn), reason=reason[:200],
        decided_by=actor, decided_at=now,
    )
    record(actor=actor, verb="attendance.device", target=row, organisation=session.cohort.organiser, detail={
        "session": session.pk, "enrolments": row.enrolments, "withdrawn": row.withdrawn, "reason": row.reason})
    return row
