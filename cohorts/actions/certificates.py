"""Certificates for those who completed a cohort: the facts are gathered here, numbered and drawn by ``certificates``."""

from itertools import groupby

from django.db import transaction
from django.utils import timezone

from certificates.actions import issuing
from certificates.pdf import CharacterMissing
from certificates.pdf.render import check_printable
from cohorts.enums import EnrolmentState
from cohorts.models import Cohort, Enrolment
from cohorts.queries.certificates import facts_for, source_of

BATCH = 25


def issue_for(*, actor, enrolments, pattern, template=None, progress=None):
    """Issue and draw certificates for ``enrolments``, of one cohort or of many, in batches; return ``(issued, unprintable)``.

    ``template`` is the id of the version they look like; without one it is the usual one of the organiser. ``issued`` are the
    certificates, in order; ``unprintable`` is ``[(enrolment, CharacterMissing)]``: whose name no font can
    print gets no number. Safe to run twice, to kill half-way and to start from two desks at once: who has a certificate
    keeps it, and a missing drawing is made. Never the actor's own, and nobody whose cohort was opened again meanwhile.
    """
    today = timezone.localdate()
    ready, unprintable = [], []
    for row in enrolments:
        if row.state != EnrolmentState.COMPLETED or row.person_id == actor.pk:
            continue
        facts = facts_for(row, issued_on=today)
        try:
            check_printable(facts, pattern)
        except CharacterMissing as missing:
            unprintable.append((row, missing))
            continue
        ready.append((row, issuing.IssueItem(
            person_id=row.person_id, source=source_of(row), facts=facts, pattern=pattern, template=template,
        )))
    issued = []
    done = 0
    for _cohort, group in groupby(ready, key=lambda pair: pair[0].cohort_id):
        pairs = list(group)
        for start in range(0, len(pairs), BATCH):
            part = pairs[start:start + BATCH]
            batch = _number(actor, part)
            issuing.draw(certificates=batch)
            issued, done = issued + batch, done + len(part)
            if progress:
                progress(done, len(ready))
    return issued, unprintable


@transaction.atomic
def _number(actor, pairs):
    """Issue to those of one cohort who have completed it still; its row is held, so that it is not opened again beside this."""
    cohort = Cohort.objects.select_for_update(of=("self",)).select_related("organiser").get(pk=pairs[0][0].cohort_id)
    stand = set(
        Enrolment.objects.filter(pk__in=[row.pk for row, item in pairs], state=EnrolmentState.COMPLETED)
        .values_list("pk", flat=True)
    )
    items = [item for row, item in pairs if row.pk in stand]
    return issuing.issue_many(actor=actor, items=items, organisation=cohort.organiser) if items else []
