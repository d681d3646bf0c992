"""The small charts of the desk's first page as SVG geometry; the figures themselves stand beside them as text."""

from dataclasses import dataclass

from cohorts.hour_charts import ROUND, Arc

WIDTH = 100


@dataclass(frozen=True)
class Part:
    """A part of a bar 100 wide: ``x`` and ``width`` are attributes, ``tone`` the name of its colour."""

    x: str
    width: str
    tone: str


def bar(whole, *parts):
    """Return the :class:`Part` of each ``(tone, number)`` that is not nothing, one after the other on a bar of ``whole``.

    More than the whole fills the bar.
    """
    whole = max(whole, sum(number for _, number in parts))
    found, begin = [], 0
    for tone, number in parts:
        if number > 0:
            found.append(Part(f"{begin * WIDTH / whole:.2f}", f"{number * WIDTH / whole:.2f}", tone))
            begin += number
    return found


def ring(done, total):
    """Return the arc of ``done`` of ``total`` as the circle of ``cohorts.hour_charts`` has it; None for nothing."""
    if not done or not total:
        return None
    length = ROUND * min(done, total) / total
    return Arc(f"{length:.2f} {ROUND - length:.2f}", "0", 0)
