"""Certificates for those who completed a cohort: the facts are gathered here, numbered and drawn by ``certificates``."""

from django.utils import timezone

from certificates.actions import issuing
from certificates.models import Certificate
from certificates.pdf import CharacterMissing
from certificates.pdf.render import check_printable
from cohorts.enums import EnrolmentState

BATCH = 25


def source_of(enrolment):
    """What a certificate of completion proves, as its unique source."""
    return f"cohort:{enrolment.cohort_id}:person:{enrolment.person_id}:completion"


def certificates_of(enrolments):
    """Map each enrolment's id to its certificate, where there is one. One query."""
    sources = {source_of(row): row.pk for row in enrolments}
    return {sources[row.source]: row for row in Certificate.objects.filter(source__in=sources)}


def issuable(enrolments, actor):
    """Those of ``enrolments`` who completed and have no certificate; never the actor's own."""
    have = certificates_of(enrolments)
    return [
        row for row in enrolments
        if row.state == EnrolmentState.COMPLETED and row.pk not in have and row.person_id != actor.pk
    ]


def facts_for(enrolment, *, issued_on):
    """What the certificate will say, for ever; ``enrolment`` with its person, organisation and cohort loaded."""
    cohort = enrolment.cohort
    programme = cohort.programme
    return {
        "name": enrolment.person.name,
        "programme": programme.title if programme else cohort.title,
        "cohort": cohort.title,
        "host": cohort.organiser.name,
        "organisation": enrolment.organisation.name,
        "starts_on": cohort.starts_on.isoformat(),
        "ends_on": cohort.ends_on.isoformat(),
        "minutes": enrolment.verdict.get("facts", {}).get("minutes", 0),
        "issuer": programme.organisation.name if programme else cohort.organiser.name,
        "issued_on": issued_on.isoformat(),
    }


def issue_for(*, actor, cohort, enrolments, prefix, progress=None):
    """Issue and draw certificates for ``enrolments`` in batches; return ``(issued, unprintable)``.

    ``unprintable`` is ``[(enrolment, CharacterMissing)]``: whose name no font can print gets no number. Safe to run twice
    and to kill half-way: who has a certificate keeps it, and a missing drawing is made.
    """
    today = timezone.localdate()
    items, unprintable = [], []
    for row in enrolments:
        if row.state != EnrolmentState.COMPLETED or row.person_id == actor.pk:
            continue
        facts = facts_for(row, issued_on=today)
        try:
            check_printable(facts, prefix)
        except CharacterMissing as missing:
            unprintable.append((row, missing))
            continue
        items.append(issuing.IssueItem(person_id=row.person_id, source=source_of(row), facts=facts, prefix=prefix))
    for start in range(0, len(items), BATCH):
        batch = issuing.issue_many(actor=actor, items=items[start:start + BATCH], organisation=cohort.organiser)
        issuing.draw(certificates=batch)
        if progress:
            progress(start + len(batch), len(items))
    return len(items), unprintable
