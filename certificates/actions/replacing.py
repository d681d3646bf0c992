"""A certificate gives way: its number is voided, or another document with its own number takes its place."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.models import Certificate
from certificates.pdf.render import check_printable
from lms.audit import trail

from . import issuing


@transaction.atomic
def void(*, actor, certificate, reason):
    """Declare the number void, as of a document that was spoilt or never should have been; return the certificate.

    It stays in the register with the reason, and what it stood for can be issued again under another number. Voided
    before, the first reason stands. Raises ``ValidationError`` without a reason, and for one that was superseded.
    """
    if actor is not None and certificate.person_id == actor.pk:
        raise issuing.OwnRecord
    if not reason.strip():
        raise ValidationError(_("Please say why, so that the number stays explained."))
    row = _locked(certificate)
    if row.superseded_by_id is not None:
        raise ValidationError(_("Another certificate took its place. Void or revoke that one."))
    if not row.voided:
        row.voided, row.current, row.review_since = True, False, None
        _end(row, actor, reason)
        trail.record(actor=actor, verb="certificate.void", target=row, detail={"number": row.number})
    certificate.refresh_from_db()
    return certificate


def supersede(*, actor, certificate, changes, pattern, reason, organisation=None):
    """Issue a new document in the place of a valid one, its facts as they were but for ``changes``; return the new one, drawn.

    The old one points to it and is no longer valid. Superseded before, the document that took its place then is returned.
    Raises ``ValidationError`` without a reason or a change, and for one that does not hold any more; ``CharacterMissing``
    when no font has a character of the changes.
    """
    if actor is not None and certificate.person_id == actor.pk:
        raise issuing.OwnRecord
    if not reason.strip():
        raise ValidationError(_("Please say why, so that it can be understood later."))
    facts = {**certificate.facts, **changes}
    if facts == certificate.facts:
        raise ValidationError(_("Nothing is different from the certificate as it is. To draw the same again, download it."))
    facts["issued_on"] = timezone.localdate().isoformat()
    check_printable(facts, pattern)
    new = _replace(actor, certificate, facts, pattern, reason, organisation)
    issuing.draw(certificates=[new])
    return new


@transaction.atomic
def _replace(actor, certificate, facts, pattern, reason, organisation):
    row = _locked(certificate)
    if row.superseded_by is not None:
        return row.superseded_by
    if row.revoked_at is not None:
        raise ValidationError(_("This certificate was revoked or voided. What it stood for cannot be corrected any more."))
    row.current = False
    row.revoked_at = timezone.now()
    row.save(update_fields=["current", "revoked_at"])
    item = issuing.IssueItem(
        person_id=row.person_id, source=row.source, facts=facts, pattern=pattern, kind=row.kind, template=row.template_version_id,
    )
    new = issuing.issue_many(actor=actor, items=[item], organisation=organisation)[0]
    row.superseded_by, row.review_since = new, None
    _end(row, actor, reason)
    trail.record(
        actor=actor, verb="certificate.supersede", target=row, organisation=organisation,
        detail={"number": row.number, "replaced_by": new.number},
    )
    return new


def _locked(certificate):
    """Return the certificate's row, locked until the end of the transaction."""
    rows = Certificate.objects.filter(pk=certificate.pk)
    rows.update(voided=F("voided"))  # the lock, on SQLite as well
    return rows.select_related("superseded_by").get()


def _end(row, actor, reason):
    """Write when and why it ended; one that had been revoked keeps when."""
    row.revoked_at = row.revoked_at or timezone.now()
    row.revoked_by, row.revoked_reason = actor, " ".join(reason.split())[:200]
    row.save(update_fields=[
        "revoked_at", "revoked_by", "revoked_reason", "superseded_by", "voided", "current", "review_since",
    ])
