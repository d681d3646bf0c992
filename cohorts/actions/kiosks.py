"""A tablet by the door: opened for one session, closed again, and who signs at it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cohorts.actions.check_in import arrive
from cohorts.enums import MarkMethod
from cohorts.models import Kiosk
from cohorts.queries.policy import policy_of
from lms.audit import trail

DEVICE_SALT = "cohorts.kiosk.device"


@transaction.atomic
def open_kiosk(*, actor, session):
    """Return a new secret page for a tablet at ``session``; raises ``ValidationError`` when nobody signs there any more."""
    if session.closed_at or session.cancelled_at:
        raise ValidationError(_("This session takes no check-ins any more, so there is nothing for a tablet to do."))
    kiosk = Kiosk.objects.create(session=session, opened_by=actor)
    trail.record(actor=actor, verb="kiosk.open", target=kiosk, organisation=session.cohort.organiser,
                 detail={"session": session.pk})
    return kiosk


@transaction.atomic
def close_kiosk(*, actor, kiosk):
    """Let the tablet's page open nothing any more, at once and for good."""
    kiosk = Kiosk.objects.select_for_update().get(pk=kiosk.pk)
    if kiosk.closed_at is None:
        kiosk.closed_at = timezone.now()
        kiosk.save(update_fields=["closed_at"])
        trail.record(actor=actor, verb="kiosk.close", target=kiosk, organisation=kiosk.session.cohort.organiser,
                     detail={"session": kiosk.session_id})


def sign_at(*, kiosk, enrolment, now):
    """Check in whoever chose their name at the tablet; return a ``rules.check_in.Answer``.

    Whoever opened the tablet answers for the mark, and cannot sign at it themselves.
    """
    session = kiosk.session
    return arrive(
        session=session, enrolment=enrolment, operator=kiosk.opened_by, device=device_of(kiosk), method=MarkMethod.KIOSK,
        now=now, instant=now, good=True, policy=policy_of(session),
    )


def device_of(kiosk):
    return salted_hmac(DEVICE_SALT, str(kiosk.pk), algorithm="sha256").hexdigest()[:32]
