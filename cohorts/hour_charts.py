"""The ring of a year's hours as SVG geometry, drawn on the server; the same figures stand in a table beside it."""

from dataclasses import dataclass
from decimal import Decimal

from courses.enums import HourKind

RADIUS = 80
ROUND = Decimal("502.655")  # the length of the circle
TONES = {kind: at for at, kind in enumerate(HourKind.values)}


@dataclass(frozen=True)
class Arc:
    """A part of the ring: ``dash`` and ``offset`` are attributes of a circle, ``tone`` the number of its colour."""

    dash: str
    offset: str
    tone: int


def ring(by_kind, brought, required):
    """Return the :class:`Arc` of each kind that counts, one after the other; the whole circle is what is required.

    Whoever has more than is required has a full circle, divided by what counts.
    """
    parts = [(TONES[one.kind], one.counted) for one in by_kind if one.counted > 0]
    if brought > 0:
        parts.insert(0, (len(TONES), brought))
    whole = max(Decimal(required or 0), sum((minutes for _, minutes in parts), Decimal(0)))
    arcs, begin = [], Decimal(0)
    for tone, minutes in parts:
        length = minutes / whole * ROUND
        arcs.append(Arc(f"{length:.2f} {ROUND - length:.2f}", f"{-begin:.2f}", tone))
        begin += length
    return arcs
