"""The one lock of this app: whatever makes seats, states or lines of a cohort scarcer waits for its row."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cohorts.models import Cohort


def lock_cohort(cohort):
    """Return the row as it is now, locked until the transaction ends; raise ``ValidationError`` once it is over."""
    cohort = Cohort.objects.select_for_update(of=("self",), no_key=True).select_related(
        "organiser", "programme__exam__organisation", "programme__assignment__organisation"
    ).get(pk=cohort.pk)
    if cohort.cancelled_at is not None:
        raise ValidationError(_("This cohort was cancelled. Nothing can be changed in it any more."), code="cancelled")
    if cohort.closed_at is not None:
        raise ValidationError(_("This cohort is closed. Nothing can be changed in it any more."), code="closed")
    return cohort
