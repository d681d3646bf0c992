"""The register of numbers for the desk."""

from django.db.models import Count, Q

from certificates.models import Certificate, NumberSequence


def sequences(user):
    """Every pattern and year that ``user`` sees, with ``given`` (numbers with a certificate), ``ended`` and ``void`` counted."""
    return NumberSequence.objects.visible_to(user).annotate(
        given=Count("certificates"),
        ended=Count("certificates", filter=Q(certificates__revoked_at__isnull=False, certificates__voided=False)),
        void=Count("certificates", filter=Q(certificates__voided=True)),
    ).order_by("-year", "pattern")


def register(sequence, first, last, *, user):
    """Return what became of the numbers ``first`` to ``last`` of a sequence: ``{"running", "certificate", "seen", "reason"}``.

    A number without a certificate would be a gap: it is listed with ``certificate`` None. ``seen`` tells whether ``user``
    sees the person; why a number is void is told to everyone, other reasons only then. Two queries, however many numbers.
    """
    rows = {
        row.running: row
        for row in sequence.certificates.filter(running__range=(first, last)).select_related("superseded_by", "revoked_by")
    }
    seen = set(
        Certificate.objects.visible_to(user).filter(sequence=sequence, running__range=(first, last)).values_list("pk", flat=True)
    )
    found = []
    for running in range(first, last + 1):
        row = rows.get(running)
        told = row is not None and (row.pk in seen or row.voided)
        found.append({
            "running": running, "certificate": row, "seen": row is not None and row.pk in seen,
            "reason": row.revoked_reason if told else "",
        })
    return found


def next_numbers(patterns, year):
    """Return the number that each of ``patterns`` (rules' Patterns) would give next in ``year``. One query."""
    last = dict(
        NumberSequence.objects.filter(year=year, pattern__in={row.key for row in patterns}).values_list("pattern", "last")
    )
    return [row.number(year, last.get(row.key, 0) + 1) for row in patterns]
