"""A question over all exams that asked it: its versions are judged apart, and joined by lineage."""

from dataclasses import dataclass
from math import fsum

from courses.rules.item_analysis import SHOWN_FROM, TOO_FEW, Figure, OptionTaken
from courses.rules.statistics import weighted_mean


@dataclass(frozen=True)
class Joined:
    """Several judgements of a question as one: ``facility`` over all who were asked, ``discrimination`` as the mean of the
    judgements that have one, weighted by how many were asked. ``uses`` are the judgements that went in."""

    uses: int
    asked: int
    facility: Figure = TOO_FEW
    discrimination: Figure = TOO_FEW


def joined(items):
    """Join ``rules.item_analysis.ItemFigures``; those of fewer than five people stay out, so that no difference tells theirs."""
    items = [item for item in items if item.asked >= SHOWN_FROM]
    judged = [item for item in items if item.discrimination.value is not None]
    if not items:
        return Joined(0, 0)
    strength = weighted_mean([item.discrimination.value for item in judged], [item.asked for item in judged])
    lacks = "" if judged else items[0].discrimination.lacks
    return Joined(
        len(items), sum(item.asked for item in items),
        Figure(weighted_mean([item.facility.value for item in items], [item.asked for item in items])), Figure(strength, lacks),
    )


def joined_options(items):
    """Return the options of one version over several exams; thirds are those of each exam, put together."""
    items = [item for item in items if item.asked >= SHOWN_FROM]
    found = {}
    for item in items:
        for one in item.options:
            found.setdefault(one.id, []).append(one)
    # Who took what in an exam without thirds counts among all, not among the thirds.
    sizes = [sum(size) for size in zip(*filter(None, map(_sizes, items)), strict=True)]
    return tuple(
        OptionTaken(
            id=key, is_key=rows[-1].is_key, taken=sum(row.taken for row in rows), sizes=tuple(sizes),
            thirds=tuple(fsum(row.thirds[third] for row in rows if row.sizes) for third in range(3)) if sizes else (),
        )
        for key, rows in sorted(found.items(), key=lambda one: (not one[0], one[0]))
    )


def _sizes(item):
    return item.options[0].sizes if item.options else ()
