"""Figures of the desk's first page: a part of a whole, and what of it an auditor is not shown."""

from dataclasses import dataclass, replace

MINIMUM = 5  # an auditor reads sums, and a sum of fewer people speaks of somebody


@dataclass(frozen=True)
class Share:
    """``done`` of ``total`` people; ``begun`` are on the way, and are none of those. ``code`` and ``label`` say whose it is.

    ``hidden``: the numbers are not to be shown.
    """

    done: int
    total: int
    begun: int = 0
    code: str = ""
    label: str = ""
    hidden: bool = False

    @property
    def left(self):
        return self.total - self.done - self.begun

    @property
    def percent(self):
        """A whole number, rounded down: nobody is told 100 before the last one is done; None of nobody."""
        return self.done * 100 // self.total if self.total else None


def few(number):
    return 0 < number < MINIMUM


def veiled(share):
    """Return the share without its numbers when one of them, or what is left beside them, counts fewer than five people."""
    numbers = (share.total, share.done, share.begun, share.left, share.total - share.done)
    if any(few(number) for number in numbers):
        return replace(share, done=0, total=0, begun=0, hidden=True)
    return share


@dataclass(frozen=True)
class Load:
    """What a trainer teaches in a month: ``minutes`` in ``sessions``, the fullest week with ``most`` of them; ``limit`` a week
    is the trainer's own, 0 for none."""

    pk: int
    name: str
    minutes: int
    sessions: int
    most: int
    limit: int = 0

    @property
    def over(self):
        return bool(self.limit and self.most > self.limit)


def loads(weeks):
    """Fold ``(trainer id, name, limit, minutes, sessions)`` of each week into :class:`Load`, who has too much first, then the
    most minutes."""
    found = {}
    for pk, name, limit, minutes, sessions in weeks:
        had = found.get(pk, Load(pk, name, 0, 0, 0, limit or 0))
        found[pk] = replace(
            had, minutes=had.minutes + minutes, sessions=had.sessions + sessions, most=max(had.most, sessions)
        )
    return sorted(found.values(), key=lambda one: (not one.over, -one.minutes, one.pk))
