"""Writing exams: who may sit one, and everything that happens to an attempt from its start to its mark."""

import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Attempt, AttemptAnswer, ExamCandidate, ExamQuestion, Question
from courses.rules import marking, paper
from courses.rules.sitting import Sitting, refusal
from lms.audit import trail

REFUSALS = {
    "not_candidate": lambda: _("This exam is not meant for you. If you think it should be, ask your class teacher."),
    "closed": lambda: _("This exam is not open now. Your class teacher can tell you when it will be."),
    "no_paper": lambda: _("This exam has no questions yet. Please come back later."),
    "no_attempts": lambda: _("You have used all your attempts. Ask your class teacher what comes next."),
}


class ExamRefused(Exception):
    """An attempt cannot begin or go on; ``code`` says why (``courses.rules.sitting``), the text tells the person."""

    def __init__(self, code):
        self.code = code
        super().__init__(REFUSALS[code]())


@transaction.atomic
def admit_candidates(*, actor, exam, person_ids):
    """Admit people to ``exam``; return how many were new. Whoever is a candidate already stays one."""
    wanted = set(person_ids)
    before = set(ExamCandidate.objects.filter(exam=exam, person_id__in=wanted).values_list("person_id", flat=True))
    new = sorted(wanted - before)
    ExamCandidate.objects.bulk_create(
        [ExamCandidate(exam=exam, person_id=person_id) for person_id in new], batch_size=500, ignore_conflicts=True
    )
    if new:
        trail.record(
            actor=actor, verb="exam.admit", target=exam, organisation=exam.organisation, detail={"candidates": len(new)}
        )
    return len(new)


def may_start(*, person, exam):
    """Return the code of why ``person`` cannot begin another attempt now, or ``""``."""
    return refusal(Sitting(
        is_open=exam.is_open,
        has_paper=ExamQuestion.objects.filter(exam=exam).exists(),
        is_candidate=ExamCandidate.objects.filter(exam=exam, person=person).exists(),
        open_to_all=exam.course_id is not None and exam.course.retired_at is None,
        attempts_used=Attempt.objects.handed_in().filter(exam=exam, person=person).count(),
        attempts_allowed=exam.attempts_allowed,
    ))


@transaction.atomic
def start_attempt(*, person, exam, now=None):
    """Begin an attempt, or return the one that is open: two at once get the same. Raises :class:`ExamRefused`.

    The paper is frozen here: which questions in which version, for how many points, their options in a drawn order.
    """
    now = now or timezone.now()
    running = Attempt.objects.filter(exam=exam, person=person, submitted_at=None).first()
    if running is not None:
        if marking.counts_now(now, running.deadline):
            return running
        submit_attempt(attempt=running, now=now)
    if code := may_start(person=person, exam=exam):
        raise ExamRefused(code)
    seed = secrets.randbelow(2**31)
    asked = list(ExamQuestion.objects.filter(exam=exam).select_related("question"))
    number = Attempt.objects.filter(exam=exam, person=person).count() + 1
    try:
        with transaction.atomic():
            attempt = Attempt.objects.create(
                exam=exam, person=person, number=number, seed=seed, paper=_draw(asked, seed), started_at=now,
                deadline=now + timedelta(minutes=exam.minutes), points_possible=sum(row.points for row in asked),
            )
    except IntegrityError:
        # Someone with two windows: the other one was first, and its attempt is the attempt.
        return Attempt.objects.filter(exam=exam, person=person).latest("pk")
    trail.record(actor=person, verb="exam.start", target=attempt, organisation=exam.organisation, detail={"exam": exam.pk})
    return attempt


def _draw(asked, seed):
    return [
        {
            "question": row.question_id, "points": row.points,
            **paper.draw(row.question.content, seed + row.question_id),
        }
        for row in asked
    ]


def questions_of(attempt):
    """Return the attempt's questions with their keys, in the paper's order. For marking only: never for a page."""
    rows = Question.objects.in_bulk([item["question"] for item in attempt.paper])
    return [
        marking.paper_question(
            rows[item["question"]].content, id=item["question"], points=item["points"], options=item["options"]
        )
        for item in attempt.paper
    ]


@transaction.atomic
def save_answers(*, attempt, answers, now=None):
    """Keep what was chosen so far; return whether it still counted (handed in or out of time: nothing is changed).

    ``answers`` is ``{question id: answer}`` (``rules.marking.clean_answer``); questions it does not name keep their answer,
    what is not on the paper is ignored. Saving the same again changes nothing, so a page may send it as often as it likes.
    """
    now = now or timezone.now()
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.submitted_at is not None or not marking.counts_now(now, attempt.deadline):
        return False
    _keep(attempt, questions_of(attempt), answers, now)
    return True


def _keep(attempt, questions, answers, now):
    AttemptAnswer.objects.bulk_create(
        [
            AttemptAnswer(
                attempt=attempt, question_id=question.id, chosen=marking.clean_answer(question, answers[question.id]),
                saved_at=now,
            )
            for question in questions if question.id in answers
        ],
        update_conflicts=True, unique_fields=["attempt", "question"], update_fields=["chosen", "saved_at"],
    )


@transaction.atomic
def submit_attempt(*, attempt, answers=None, now=None):
    """Hand the attempt in and mark it at once; handed in before, it is returned as it was marked then.

    Only the server's clock counts: answers that arrive later than the deadline and its grace are left aside, and what was
    saved before is marked. An exam posts no hours.
    """
    now = now or timezone.now()
    held = Attempt.objects.select_for_update(of=("self",)).select_related("exam__organisation", "person")
    attempt = held.get(pk=attempt.pk)
    if attempt.submitted_at is not None:
        return attempt
    questions = questions_of(attempt)
    if answers and marking.counts_now(now, attempt.deadline):
        _keep(attempt, questions, answers, now)
    saved = list(AttemptAnswer.objects.filter(attempt=attempt))
    result = marking.mark_paper(questions, {row.question_id: row.chosen for row in saved})
    for row in saved:
        row.points = result.by_question.get(row.question_id, 0)
    AttemptAnswer.objects.bulk_update(saved, ["points"])
    attempt.points, attempt.points_possible, attempt.submitted_at = result.points, result.possible, now
    attempt.passed = marking.is_pass(result.points, result.possible, attempt.exam.pass_percent)
    attempt.save(update_fields=["points", "points_possible", "submitted_at", "passed"])
    trail.record(
        actor=attempt.person, verb="exam.submit", target=attempt, organisation=attempt.exam.organisation,
        detail={"exam": attempt.exam_id, "answered": len([row for row in saved if row.chosen])},
    )
    return attempt


def finish_overdue(*, now=None):
    """Hand in, with what was saved, every attempt whose time is over; return how many. Each in a transaction of its own."""
    now = now or timezone.now()
    over = Attempt.objects.filter(submitted_at=None, deadline__lt=now - marking.GRACE).order_by("deadline")
    finished = 0
    for attempt in over[:500]:
        submit_attempt(attempt=attempt, now=now)
        finished += 1
    return finished
