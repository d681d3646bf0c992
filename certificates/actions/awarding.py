"""Issue certificates for what people did, in batches, however often it is asked for."""

from django.db import transaction
from django.utils import timezone

from certificates.pdf import CharacterMissing
from certificates.pdf.render import check_printable

from . import issuing

BATCH = 25


def printable(merits, *, actor, pattern):
    """Split ``merits`` into those to issue and ``[(merit, CharacterMissing)]``, which no font prints; never the actor's own."""
    today, ready, unprintable = timezone.localdate(), [], []
    for merit in merits:
        if merit.person.pk == actor.pk:
            continue
        try:
            check_printable(merit.said(today), pattern)
        except CharacterMissing as missing:
            unprintable.append((merit, missing))
        else:
            ready.append(merit)
    return ready, unprintable


def award(*, actor, merits, pattern, organisation, still, template=None, progress=None):
    """Issue and draw certificates for ``merits`` (of one class or series), a batch at a time; return them in order.

    ``still(merits)`` is called inside each batch's transaction: it takes what locks it needs and returns those merits that
    hold, as they are now. ``organisation`` issues; ``template`` is the id of the version they look like, the usual one where
    it is None. Safe to run twice, to kill half-way and to start from two desks at once: who has a certificate keeps it,
    and a missing drawing is made. ``progress(done)`` after each batch. Raises ``CharacterMissing`` (see ``printable``).
    """
    issued = []
    for start in range(0, len(merits), BATCH):
        batch = _number(actor, merits[start:start + BATCH], pattern, organisation, still, template)
        issuing.draw(certificates=batch)
        issued += batch
        if progress:
            progress(min(start + BATCH, len(merits)))
    return issued


@transaction.atomic
def _number(actor, merits, pattern, organisation, still, template):
    today = timezone.localdate()
    items = [
        issuing.IssueItem(
            person_id=merit.person.pk, source=merit.source, facts=merit.said(today), pattern=pattern, kind=merit.kind,
            template=template,
        )
        for merit in still(merits)
    ]
    return issuing.issue_many(actor=actor, items=items, organisation=organisation) if items else []
