"""Does the trail hold together, and if not, where?"""

from dataclasses import dataclass

from lms.audit.marks import wording_of
from lms.audit.models import AuditChain, AuditCheckpoint, AuditEntry, AuditSeal
from lms.audit.rules import chain as rules

CHUNK = 1000


@dataclass(frozen=True)
class Finding:
    """What is wrong at a place of the chain.

    ``kind``: ``changed`` (the line ``entry`` says something else than when it was sealed), ``removed`` (it is gone),
    ``inserted`` (it was not written by the product), ``lost`` (the seals from ``position`` to ``until`` are gone with their
    lines), ``seal`` (the seal at ``position`` was changed, or the one before it with its line), ``end`` (the chain goes on
    beyond what its end says, or ends otherwise), ``checkpoint`` (no line of the trail tells of the last removal).
    """

    kind: str
    position: int
    entry: int | None = None
    until: int | None = None


def verify(noted=None):
    """Yield a ``Finding`` for everything that is wrong, in the order of the chain.

    ``noted`` is ``(position, digest)`` written down elsewhere before; whoever rewrote the whole chain is found by it.
    """
    checkpoint = AuditCheckpoint.objects.order_by("-position").first()
    position, before = (checkpoint.position, checkpoint.digest) if checkpoint else (0, rules.START)
    if checkpoint and not _is_told(checkpoint):
        yield Finding("checkpoint", checkpoint.position)
    if noted and noted[0] == position and noted[1] != before:
        yield Finding("end", position)
    for seal, entry in _pairs(position):
        if seal.position != position + 1:
            yield Finding("lost", position + 1, until=seal.position - 1)
            before = None
        yield from _at(seal, entry, before)
        if noted and noted[0] == seal.position and noted[1] != seal.digest:
            yield Finding("end", seal.position)
        position, before = seal.position, seal.digest
    yield from _at_the_end(position, before, noted)


def _at(seal, entry, before):
    if entry is None:
        yield Finding("removed", seal.position, seal.entry)
    elif rules.content(wording_of(entry)) != seal.content:
        yield Finding("changed", seal.position, seal.entry)
    if not seal.genuine:
        yield Finding("inserted", seal.position, seal.entry)
    if before is not None and rules.digest(before, seal.position, seal.entry, seal.content, seal.genuine) != seal.digest:
        yield Finding("seal", seal.position, seal.entry)


def _at_the_end(position, before, noted):
    end = AuditChain.objects.filter(pk=1).first()
    if end is None:
        if position:
            yield Finding("end", position)
        return
    last = max(end.position, noted[0] if noted else 0)
    if last > position:
        yield Finding("lost", position + 1, until=last)
    elif (end.position, end.digest) != (position, before):
        yield Finding("end", position)


def _pairs(after):
    """Yield each seal after a position with its line, or with None where the line is gone."""
    while seals := list(AuditSeal.objects.filter(position__gt=after).order_by("position")[:CHUNK]):
        lines = AuditEntry.objects.in_bulk([seal.entry for seal in seals])
        yield from ((seal, lines.get(seal.entry)) for seal in seals)
        after = seals[-1].position


def _is_told(checkpoint):
    """Tell whether a sealed line of the product's own, after the checkpoint, tells of the removal."""
    told = AuditEntry.objects.filter(
        verb="audit.purge", detail__position=checkpoint.position, detail__digest=checkpoint.digest
    ).values("pk")
    return AuditSeal.objects.filter(entry__in=told, position__gt=checkpoint.position, genuine=True).exists()
