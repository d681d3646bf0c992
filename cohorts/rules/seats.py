"""Who gets a seat and who waits, in order of receipt."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Allotment:
    seated: tuple = ()
    waiting: tuple = ()


def allot(*, quota, taken, queue):
    """Give the free places to the first of ``queue``, which stands in order of receipt; the others keep their order.

    ``taken`` places are occupied already. More may be taken than there are places (the quota was lowered): then nobody
    gets one, and nobody loses one either.
    """
    free = max(quota - taken, 0)
    queue = tuple(queue)
    return Allotment(seated=queue[:free], waiting=queue[free:])
