"""Who changed a cohort last: what two administrators who edit it at once are told apart by."""

from lms.audit.models import AuditEntry


def last_edit(cohort):
    """Return the line of the trail about the cohort's last change, with its actor, or None."""
    return AuditEntry.objects.filter(
        target_type=cohort._meta.label_lower, target_id=str(cohort.pk), verb="cohort.update"
    ).select_related("actor").order_by("-pk").first()


def version_of(cohort):
    """Return the id of the cohort's last change, 0 where there was none."""
    edit = last_edit(cohort)
    return edit.pk if edit else 0
