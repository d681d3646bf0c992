"""The final result of a class: parts with their weights, added up line by line.

Everything is reckoned exactly and shown with one decimal, cut and never rounded up: 59.96 does not read as the 60 that it
failed to reach, in a line or in the total.
"""

from dataclasses import dataclass
from fractions import Fraction

PARTS = ("attendance", "exam", "assignment", "participation")
WHOLE = 100


@dataclass(frozen=True)
class Demand:
    """What a programme asks: ``weights`` in percent by part, which make 100; ``least`` the percent below which a part fails
    the whole, for those parts that have one; ``pass_percent`` of the total. Without weights there is no final result.

    ``required``: who does not pass does not complete the class.
    """

    weights: dict
    least: dict
    pass_percent: int = 60
    required: bool = False

    def __bool__(self):
        return bool(self.weights)


NO_RESULT = Demand({}, {})


def demand_of(kept):
    """Return the :class:`Demand` that :func:`kept_form` made; an empty dictionary asks for nothing."""
    if not kept:
        return NO_RESULT
    return Demand(kept["weights"], kept["least"], kept["pass_percent"], kept["required"])


def kept_form(demand):
    """Return a demand as plain values, without the parts that weigh nothing."""
    if not demand:
        return {}
    weights = {part: demand.weights[part] for part in PARTS if demand.weights.get(part)}
    least = {part: demand.least[part] for part in weights if demand.least.get(part)}
    return {"weights": weights, "least": least, "pass_percent": demand.pass_percent, "required": demand.required}


def faults_of(demand):
    """Return what is wrong with a demand, as codes: ``weights`` (they do not make 100), ``percent`` (outside 0 to 100)."""
    numbers = [*demand.weights.values(), *demand.least.values(), demand.pass_percent]
    faults = []
    if any(not 0 <= number <= WHOLE for number in numbers) or demand.weights.keys() - set(PARTS):
        faults.append("percent")
    if sum(demand.weights.values()) != WHOLE:
        faults.append("weights")
    return faults


@dataclass(frozen=True)
class Line:
    """One part: its ``weight``, ``percent`` and ``points`` in tenths, cut. ``percent`` is None while nothing is there.

    ``state``: ``counted``; ``open``, still to come; ``nothing``, counted as 0 because the class is closed; ``low``, below the
    part's own minimum ``least``.
    """

    part: str
    weight: int
    percent: int | None
    points: int
    state: str
    least: int = 0


@dataclass(frozen=True)
class Final:
    """``total`` in tenths of a point, cut: what is there so far, of ``of`` points, while a part is open.

    ``passed`` is None while a part is open, but False as soon as all that is open could not make up for what is missing.
    """

    total: int
    of: int
    passed: bool | None
    lines: tuple[Line, ...]

    @property
    def open(self):
        """The parts that are still to come."""
        return tuple(line.part for line in self.lines if line.state == "open")

    @property
    def low(self):
        return tuple(line for line in self.lines if line.state == "low")


def final_result(demand, percents, *, closed):
    """Return the :class:`Final` of ``percents``: a number or a Fraction by part, None for a part that is not there yet.

    Such a part is open, and becomes 0 only when the class is closed.
    """
    lines, exact, of = [], Fraction(0), 0
    for part in PARTS:
        weight = demand.weights.get(part)
        if not weight:
            continue
        percent, least = percents.get(part), demand.least.get(part, 0)
        if percent is None and not closed:
            lines.append(Line(part, weight, None, 0, "open", least))
            continue
        value = Fraction(percent or 0)
        points = value * weight / WHOLE
        exact, of = exact + points, of + weight
        state = "low" if value < least else "nothing" if percent is None else "counted"
        lines.append(Line(part, weight, None if percent is None else _tenths(value), _tenths(points), state, least))
    return Final(_tenths(exact), of, _passed(demand, lines, exact, of), tuple(lines))


def _passed(demand, lines, exact, of):
    if exact + WHOLE - of < demand.pass_percent:
        return False
    if of < WHOLE:
        return None
    return not any(line.state == "low" for line in lines)


def _tenths(value):
    return int(value * 10)


def attendance_percent(attended, counted):
    """Return the exact percentage attended, or None before anything counts."""
    return Fraction(attended * WHOLE, counted) if counted > 0 else None


def thaw(kept):
    """Return the :class:`Final` that was kept as a dictionary (``dataclasses.asdict``)."""
    return Final(kept["total"], kept["of"], kept["passed"], tuple(Line(**line) for line in kept["lines"]))
