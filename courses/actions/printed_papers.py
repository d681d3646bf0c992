"""Papers for the hall without phones: drawn once, frozen, printed as often as needed. Every print is in the trail."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from courses.actions.drawing import draw_paper
from courses.actions.paper_setup import ExamNotReady, held
from courses.explain_exams import lack_texts
from courses.models import PrintedPaper
from courses.reports.exam_papers import key_pdf, paper_pdf
from courses.rules.opening import Draft, lacks
from lms.audit import trail

LETTERS = "ABCDEFGH"


@transaction.atomic
def draw_version(*, actor, exam, now):
    """Freeze the next version of the paper, A first. Raises :class:`ExamNotReady` when it cannot be drawn whole."""
    held(exam)
    seed = secrets.randbelow(2**31)
    paper, short = draw_paper(exam, seed)
    if missing := lacks(Draft(len(paper), tuple(short)), now=now):
        raise ExamNotReady(" ".join(lack_texts(missing)))
    taken = set(exam.printed.values_list("letter", flat=True))
    free = [letter for letter in LETTERS if letter not in taken]
    if not free:
        raise ExamNotReady(_("There are eight versions already. Delete one that was not used."))
    made = PrintedPaper.objects.create(exam=exam, letter=free[0], seed=seed, paper=paper, made_at=now, made_by=actor)
    trail.record(
        actor=actor, verb="exam.draw_version", target=exam, organisation=exam.organisation,
        detail={"letter": made.letter, "questions": len(paper)},
    )
    return made


@transaction.atomic
def delete_version(*, actor, printed):
    """Delete a version that nobody wrote. Raises :class:`ExamNotReady` once results were keyed in from it."""
    exam = held(printed.exam)
    if printed.attempts.exists():
        raise ExamNotReady(_("Results were keyed in from this version, so it stays."))
    trail.record(
        actor=actor, verb="exam.delete_version", target=exam, organisation=exam.organisation,
        detail={"letter": printed.letter},
    )
    printed.delete()


@transaction.atomic
def print_version(*, actor, printed, keys=False):
    """Return the PDF of a version, or of its key with explanations, and record that it was handed out.

    Raises ``lms.printing.CharacterMissing``.
    """
    body = key_pdf(printed) if keys else paper_pdf(printed)
    trail.record(
        actor=actor, verb="exam.print_key" if keys else "exam.print", target=printed.exam,
        organisation=printed.exam.organisation, detail={"letter": printed.letter},
    )
    return body
