"""The one way to write a line into the audit trail."""

from lms.audit.context import current_address
from lms.audit.models import AuditEntry


def record(*, actor, verb, target=None, organisation=None, detail=None):
    """Write who did what to which row, inside the caller's transaction.

    ``verb`` is dotted (``cohort.open``); ``organisation`` decides whose administrators may read the line; ``detail`` is
    a small JSON-able dict of identifiers, counts and field names, never of personal data.
    """
    return AuditEntry.objects.create(
        actor=actor if actor is not None and actor.pk else None,
        verb=verb,
        target_type=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        organisation_path=organisation.path if organisation is not None else "",
        detail=detail or {},
        address=current_address() or None,
    )
