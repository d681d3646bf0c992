"""What a candidate is shown of a result, and since when."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Releases:
    """``handed_in``, ``closed``, ``decided`` or ``never`` for score, right answers and explanations."""

    scores: str
    answers: str
    explanations: str


@dataclass(frozen=True)
class Standing:
    """``marked``: this attempt has its score. ``over``: nobody can begin or go on any more. ``decided``: released by hand."""

    marked: bool
    over: bool
    decided: bool


@dataclass(frozen=True)
class Shown:
    score: bool
    answers: bool
    explanations: bool


def shown(releases, standing):
    """Return what may be shown now. Before an attempt is marked nothing is, and answers come no earlier than the score."""
    def free(moment):
        return {"handed_in": True, "closed": standing.over, "decided": standing.decided, "never": False}[moment]

    score = standing.marked and free(releases.scores)
    answers = score and free(releases.answers)
    return Shown(score, answers, score and free(releases.explanations) and (answers or releases.answers == "never"))
