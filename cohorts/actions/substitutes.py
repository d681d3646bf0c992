"""Someone else teaches a session: with a reason, and with the history of who was to teach it before."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cohorts.models import TeachingInvitation
from lms.audit.trail import record

from .timetable import move_session


@transaction.atomic
def substitute_trainer(*, actor, session, trainer, reason):
    """Let ``trainer`` teach ``session`` instead of whoever was to; return the session.

    They are asked as anyone is (``actions.trainers``), and the row of that says for whom and why. Raises ``ScheduleClash``
    when they are busy then.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Please say why, so that the change can be understood later.")})
    if trainer.pk == session.trainer_id:
        raise ValidationError({"trainer": _("This trainer teaches the session already. Choose someone else.")})
    before = session.trainer_id
    session = move_session(actor=actor, session=session, trainer=trainer)
    TeachingInvitation.objects.standing().filter(session=session).update(instead_of=before, reason=reason.strip()[:200])
    record(actor=actor, verb="session.substitute", target=session, organisation=session.cohort.organiser,
           detail={"people": [person for person in (before, trainer.pk) if person]})
    return session
