"""Reads for regrading: the questions that stand on papers, and how a regrading turns out."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from courses.enums import Remedy
from courses.models import Attempt, Question, Regrade


@dataclass(frozen=True)
class Asked:
    """A question with the number of papers it stands on, what counts about it, and whether its bank has a newer version."""

    question: Question
    papers: int
    standing: Regrade | None
    newer: bool


def papers_with(exam):
    """Count on how many handed-in papers each question stands: ``{question id: papers}``. One query."""
    papers = Attempt.objects.handed_in().filter(exam=exam).values_list("paper", flat=True)
    return Counter(item["question"] for paper in papers for item in paper)


def questions_on(exam):
    """Return an :class:`Asked` for each question that somebody was asked. Three queries."""
    counts = papers_with(exam)
    standing = {row.question_id: row for row in Regrade.objects.filter(exam=exam).counting()}
    return [
        Asked(row, counts[row.pk], found if (found := standing.get(row.pk)) and found.remedy != Remedy.NONE else None,
              not row.is_latest)
        for row in Question.objects.filter(pk__in=counts).order_by("pk")
    ]


def counts_of(regrade):
    """Count the lines of a regrading: ``lines``, ``passes`` (newly), ``fails`` (newly), ``waits``. One query."""
    return regrade.lines.aggregate(
        lines=Count("pk"), passes=Count("pk", filter=Q(passed_after=True) & ~Q(passed_before=True)),
        fails=Count("pk", filter=Q(passed_before=True, passed_after=False)), waits=Count("pk", filter=Q(points_after=None)),
    )
