"""A link to one's own certificate, given away and withdrawn by its owner."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from certificates.models import CertificateShare
from lms.audit import trail


def share(*, actor, certificate, with_name):
    """Return the link of one's own certificate. Another choice about the name withdraws the old link and makes a new one.

    Raises ``PermissionError`` for a certificate of somebody else.
    """
    if certificate.person_id != actor.pk:
        raise PermissionError
    try:
        return _share(actor, certificate, with_name)
    except IntegrityError:  # pressed twice at once: the first link counts
        return certificate.shares.active().get()


@transaction.atomic
def _share(actor, certificate, with_name):
    found = certificate.shares.active().first()
    if found and found.with_name == with_name:
        return found
    certificate.shares.active().update(withdrawn_at=timezone.now())
    made = CertificateShare.objects.create(certificate=certificate, with_name=with_name)
    trail.record(
        actor=actor, verb="certificate.share", target=certificate, detail={"number": certificate.number, "with_name": with_name},
    )
    return made


@transaction.atomic
def withdraw(*, actor, certificate):
    """Withdraw the link of one's own certificate: whoever opens it finds nothing. Without a link nothing happens."""
    if certificate.person_id != actor.pk:
        raise PermissionError
    if certificate.shares.active().update(withdrawn_at=timezone.now()):
        trail.record(actor=actor, verb="certificate.unshare", target=certificate, detail={"number": certificate.number})
