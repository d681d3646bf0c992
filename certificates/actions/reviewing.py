"""A certificate whose facts were changed: someone has to look, and says that it stands or revokes it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.models import Certificate
from lms.audit import trail
from lms.notices.actions import notify

from .issuing import OwnRecord


@transaction.atomic
def ask_review(*, actor, certificate, reason, now=None, organisation=None):
    """Put a valid certificate up for review with the latest ``reason``; return whether it is. It stays valid meanwhile.

    Whoever issued it is told, once each time it is put up. ``organisation`` is whose administrators may read the line in
    the audit trail.
    """
    now = now or timezone.now()
    fresh = certificate.review_since is None
    changed = Certificate.objects.filter(pk=certificate.pk).valid().update(
        review_since=Coalesce(F("review_since"), now), review_reason=" ".join(reason.split())[:200]
    )
    certificate.refresh_from_db()
    if not changed:
        return False
    trail.record(
        actor=actor, verb="certificate.ask_review", target=certificate, organisation=organisation,
        detail={"number": certificate.number},
    )
    if fresh and certificate.issued_by is not None:
        notify(
            person=certificate.issued_by, kind="certificate.review", params={"number": certificate.number},
            source=f"certificate:{certificate.pk}:review:{certificate.review_since.isoformat()}",
            url="/desk/certificates/review/",
        )
    return True


@transaction.atomic
def let_stand(*, actor, certificate, reason):
    """Settle a review: the certificate stands, and keeps the reason why; return it. Nobody settles their own.

    Raises ``ValidationError`` without a reason, and when the review was settled before or another change came since.
    """
    if certificate.person_id == actor.pk:
        raise OwnRecord
    if not reason.strip():
        raise ValidationError(_("Please say why it stands, so that it can be understood later."))
    settled = Certificate.objects.filter(
        pk=certificate.pk, review_since__isnull=False, review_reason=certificate.review_reason
    ).valid().update(review_since=None, review_reason=" ".join(reason.split())[:200])
    if not settled:
        raise ValidationError(_("Something has changed in the meantime. Please look at this certificate again."))
    trail.record(
        actor=actor, verb="certificate.let_stand", target=certificate,
        detail={"number": certificate.number},
    )
    certificate.refresh_from_db()
    return certificate
