"""Who gets a seat and who waits, in order of receipt, while some places are kept for organisations."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Allotment:
    seated: tuple = ()
    waiting: tuple = ()


@dataclass(frozen=True)
class Share:
    """Places kept for an organisation until the end of the date ``name_until``; ``named`` of them are occupied."""

    pk: int
    seats: int
    named: int
    name_until: object

    def unnamed(self, today):
        """Return how many places are still kept on the date ``today``: none once the day for names is over."""
        return max(self.seats - self.named, 0) if today <= self.name_until else 0


@dataclass(frozen=True)
class Places:
    """``taken`` of ``quota`` places are occupied, ``kept`` wait for names, ``free`` are anybody's."""

    quota: int
    taken: int
    kept: int

    @property
    def free(self):
        return max(self.quota - self.taken - self.kept, 0)


def places(*, quota, taken, shares, today):
    return Places(quota, taken, sum(share.unnamed(today) for share in shares))


def allot(*, quota, taken, queue, kept=None, share_of=None):
    """Give the free places to the first of ``queue``, which stands in order of receipt; the others keep their order.

    ``taken`` places are occupied already. More may be taken than there are places (the quota was lowered): then nobody
    gets one, and nobody loses one either. ``kept`` maps a share to the places that it still keeps, ``share_of`` who was
    named for a share to it: they take its places first, and everybody else only what no share keeps.
    """
    free, kept, share_of = max(quota - taken, 0), dict(kept or {}), share_of or {}
    seated, waiting = [], []
    for one in queue:
        share = share_of.get(one)
        if free and kept.get(share, 0):
            kept[share] -= 1
        elif free <= sum(kept.values()):
            waiting.append(one)
            continue
        free -= 1
        seated.append(one)
    return Allotment(tuple(seated), tuple(waiting))
