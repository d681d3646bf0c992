"""Marking a paper: all right or nothing for each question, whatever its kind."""

from dataclasses import dataclass
from datetime import timedelta

# A last answer that was on its way when the time ran out still counts.
GRACE = timedelta(seconds=10)

TRUE_FALSE = ("true", "false")
ONE_ANSWER = frozenset({"single", "true_false"})


@dataclass(frozen=True)
class PaperQuestion:
    """A question as it stands on a paper: ``options`` are the ids that may be chosen, ``key`` the right ones."""

    id: int
    kind: str
    options: tuple[str, ...]
    key: tuple[str, ...]
    points: int


@dataclass(frozen=True)
class Marking:
    points: int
    possible: int
    by_question: dict[int, int]


def clean_choice(question, chosen):
    """Return the ids of ``chosen`` that the question offers, sorted; of a question with one answer only the first."""
    offered = [option for option in dict.fromkeys(chosen) if option in question.options]
    return sorted(offered[:1] if question.kind in ONE_ANSWER else offered)


def points_for(question, chosen):
    """Full points when exactly the right options are chosen, else none."""
    return question.points if question.key and set(chosen) == set(question.key) else 0


def mark(questions, answers):
    """Mark ``answers`` (``{question id: [option ids]}``) against the paper; what was not answered earns nothing."""
    by_question = {question.id: points_for(question, answers.get(question.id, ())) for question in questions}
    return Marking(sum(by_question.values()), sum(question.points for question in questions), by_question)


def is_pass(points, possible, pass_percent):
    """Tell whether the points reach the pass mark; nothing is rounded up."""
    return possible > 0 and points * 100 >= possible * pass_percent


def counts_now(now, deadline):
    """Tell whether an answer received at ``now`` still counts."""
    return now <= deadline + GRACE
