"""The result of several attempts, and of several markers."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Try:
    """An attempt that was handed in; ``points`` is None while somebody still has to mark it."""

    number: int
    points: int | None
    possible: int
    passed: bool | None


@dataclass(frozen=True)
class Result:
    """``percent`` is whole and never rounded up, None before anything is marked; ``waiting`` attempts are not yet marked."""

    percent: int | None
    passed: bool
    attempts: int
    waiting: int


NOTHING = Result(None, False, 0, 0)


def untold(result):
    """Return what may be said of a result that is not out yet: how often somebody tried, and that it waits."""
    return Result(None, False, result.attempts, result.attempts)


def result_of(tries, *, counting, pass_percent):
    """Return the :class:`Result` of a person's attempts: ``counting`` is ``best``, ``last`` or ``average``.

    The best attempt keeps its own verdict, which may be older than today's pass mark.
    """
    marked = sorted((one for one in tries if one.points is not None), key=lambda one: one.number)
    waiting = len(tries) - len(marked)
    if not marked:
        return Result(None, False, len(tries), waiting)
    if counting == "average":
        mean = sum((_share(one) for one in marked), Fraction(0)) / len(marked)
        return Result(int(mean * 100), mean * 100 >= pass_percent, len(tries), waiting)
    chosen = marked[-1] if counting == "last" else max(marked, key=lambda one: (bool(one.passed), _share(one)))
    best = chosen if counting == "last" else max(marked, key=_share)
    return Result(int(_share(best) * 100), bool(chosen.passed), len(tries), waiting)


def _share(one):
    return Fraction(one.points, one.possible) if one.possible else Fraction(0)


@dataclass(frozen=True)
class MarkingRules:
    two_markers: bool = False
    third_from_percent: int = 25


@dataclass(frozen=True)
class Opinion:
    """What one marker gives now; ``settles`` when it is the third, which decides."""

    marker: int
    points: int
    settles: bool = False


def agreed(opinions, *, possible, rules):
    """Return ``(points, state)``: state is ``done``, ``wants_first``, ``wants_second`` or ``wants_third``.

    Two markers who are close meet in the middle, halves going to the candidate; from ``third_from_percent`` of the points
    apart a third decides.
    """
    for one in opinions:
        if one.settles:
            return one.points, "done"
    if not opinions:
        return None, "wants_first"
    if not rules.two_markers:
        return opinions[-1].points, "done"
    if len(opinions) == 1:
        return None, "wants_second"
    first, second = opinions[0].points, opinions[1].points
    if first != second and abs(first - second) * 100 >= rules.third_from_percent * possible:
        return None, "wants_third"
    return -(-(first + second) // 2), "done"
