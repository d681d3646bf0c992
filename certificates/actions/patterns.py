"""How an organisation numbers its certificates: patterns are written and taken out of use here."""

from django.db import transaction

from certificates.models import NumberPattern
from certificates.rules.numbers import read_pattern
from lms.audit import trail


@transaction.atomic
def save_pattern(*, actor, pattern, organisation=None, text, is_active=True):
    """Write ``text`` as ``pattern``, or as a new one of ``organisation`` when it is None; return it.

    Numbers that were given stay as they are. Under the new text they begin at 1, unless only the number of digits differs.
    Raises ``certificates.rules.numbers.WrongPattern``.
    """
    row = NumberPattern.objects.get(pk=pattern.pk) if pattern else NumberPattern(organisation=organisation)
    before = row.text
    row.text, row.is_active = read_pattern(text).text, is_active
    row.save()
    trail.record(
        actor=actor, verb="number_pattern.save", target=row, organisation=row.organisation,
        detail={"pattern": row.text, "before": before},
    )
    return row
