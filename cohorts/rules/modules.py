"""What a programme consists of: modules proposed from the emphasis of its categories, and whether the mix keeps to it."""

import re
from dataclasses import dataclass
from enum import StrEnum

# The notice (part III, paragraph 2) joins lectures for everyone with training by category: what is proposed for the former.
COMMON_PERCENT = 40
# A module may miss its weight by so many points of a hundred before the page warns.
TOLERANCE_POINTS = 10
MOST_MODULES = 20

_SEPARATOR = re.compile(r"[、,，;；/和]")


@dataclass(frozen=True)
class Proposal:
    """A module for everyone, or for the people of one ``category``. ``weight`` is in percent, ``minutes`` are planned."""

    title: str
    category: int | None
    weight: int
    minutes: int


def proposed(categories, *, common, minutes=0):
    """Return the modules that the emphasis of ``categories`` asks for: ``(id, name, emphasis)`` each, such as 强能力、重基础.

    Each part of an emphasis is a module; ``common`` is the title of the one for everyone. Weights make 100 together;
    ``minutes`` are divided by them. Without any emphasis there is nothing to weigh and nothing to propose.
    """
    parts = [
        (part, pk, name) for pk, name, emphasis in categories
        for part in dict.fromkeys(filter(None, (text.strip() for text in _SEPARATOR.split(emphasis))))
    ]
    if not parts:
        return []
    titles = [part for part, _pk, _name in parts]
    wanted = [(common, None)] + [
        (f"{part}（{name}）" if titles.count(part) > 1 or part == common else part, pk) for part, pk, name in parts
    ]
    shares = [COMMON_PERCENT * len(parts)] + [100 - COMMON_PERCENT] * len(parts)
    weights = divided(100, shares)
    return [
        Proposal(title, pk, weight, planned)
        for (title, pk), weight, planned in zip(wanted, weights, divided(minutes, weights), strict=True)
    ][:MOST_MODULES]


def divided(total, shares):
    """Divide the whole number ``total`` in proportion to ``shares``: whole numbers that make it exactly, the largest remainder
    rounded up first."""
    whole = sum(shares)
    if not whole:
        return [0] * len(shares)
    parts = [total * share // whole for share in shares]
    by_rest = sorted(range(len(shares)), key=lambda at: (-(total * shares[at] % whole), at))
    for at in by_rest[:total - sum(parts)]:
        parts[at] += 1
    return parts


class Stage(StrEnum):
    PLANNED = "planned"
    SCHEDULED = "scheduled"
    DELIVERED = "delivered"


class Fault(StrEnum):
    """Why the mix is not what the emphasis asks: the weights do not make 100, or a module is short or over."""

    WEIGHTS = "weights"
    SHORT = "short"
    OVER = "over"


@dataclass(frozen=True)
class Module:
    """Minutes of one module at each stage; ``weight`` is the percentage that its minutes should be of all modules'."""

    pk: int
    title: str
    weight: int
    planned: int = 0
    scheduled: int = 0
    delivered: int = 0


@dataclass(frozen=True)
class Reason:
    """``share`` and ``weight`` are percentages of the stage's minutes; of ``Fault.WEIGHTS`` the share is their sum."""

    fault: Fault
    share: int
    weight: int = 100
    stage: Stage | None = None
    module: Module | None = None


def mix(modules, *, tolerance=TOLERANCE_POINTS):
    """Return the reasons why the modules' minutes miss their weights by more than ``tolerance`` points; none where they do not.

    Each stage is judged by its own minutes, and not before it has any. A module without a weight is not judged.
    """
    weighed = [module for module in modules if module.weight]
    if not weighed:
        return []
    reasons, total_weight = [], sum(module.weight for module in weighed)
    if total_weight != 100:
        reasons.append(Reason(Fault.WEIGHTS, total_weight))
    for stage in Stage:
        minutes = {module.pk: getattr(module, stage.value) for module in modules}
        total = sum(minutes.values())
        if not total:
            continue
        for module in weighed:
            share = minutes[module.pk] * 100 / total
            if abs(share - module.weight) > tolerance:
                fault = Fault.SHORT if share < module.weight else Fault.OVER
                reasons.append(Reason(fault, round(share), module.weight, stage, module))
    return reasons
