"""Give every line of the trail its place in the chain."""

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from lms.audit.marks import is_marked, wording_of
from lms.audit.models import AuditChain, AuditEntry, AuditSeal
from lms.audit.rules import chain as rules

BATCH = 1000
LATE = 20_000  # a line may be committed this many lines after it got its number, and is sealed with the next ones


def seal_trail(*, everything=False):
    """Seal the lines that were committed since the last time, in the order of their numbers; return how many.

    Whoever seals holds the one row of ``AuditChain``, so two at once make one chain; whoever writes a line waits for nobody.
    ``everything`` looks for unsealed lines in the whole trail, and not among the last ``LATE`` only.
    """
    sealed = 0
    while count := _seal_some(everything):
        sealed += count
    return sealed


def locked_chain():
    """Return the end of the chain, held until the caller's transaction ends."""
    AuditChain.objects.get_or_create(pk=1, defaults={"digest": rules.START})
    return AuditChain.objects.select_for_update().get(pk=1)


@transaction.atomic
def _seal_some(everything):
    end = locked_chain()
    waiting = AuditEntry.objects.filter(~Exists(AuditSeal.objects.filter(entry=OuterRef("pk"))))
    if not everything:
        waiting = waiting.filter(pk__gt=(AuditSeal.objects.aggregate(last=Max("entry"))["last"] or 0) - LATE)
    seals = []
    for entry in waiting.order_by("pk")[:BATCH]:
        genuine = entry.pk <= end.unmarked or is_marked(entry)
        content = rules.content(wording_of(entry))
        end.position += 1
        end.digest = rules.digest(end.digest, end.position, entry.pk, content, genuine)
        seals.append(AuditSeal(position=end.position, entry=entry.pk, content=content, genuine=genuine, digest=end.digest))
    AuditSeal.objects.bulk_create(seals)
    if seals:
        end.save(update_fields=["position", "digest"])
    return len(seals)
