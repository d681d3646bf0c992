"""People mark answers: one at a time, each held for its marker, every opinion a line of its own that is never edited."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.actions.marking import marks_on, questions_of, settle_all
from courses.actions.result_notices import follow
from courses.models import AnswerMark, Attempt, AttemptAnswer, MarkClaim
from courses.queries.exams import scores_out
from courses.queries.marking import next_units
from courses.rules.queue import THIRD_SEAT, seats, stage
from lms.approvals.registry import is_asked
from lms.audit import trail

HELD_FOR = timedelta(minutes=30)
TRIES = 20  # answers that others snatched away at this very moment

REFUSALS = {
    "own": lambda: _("Nobody marks their own answers. Somebody else will."),
    "lost": lambda: _("This answer was given to somebody else, since nothing was saved for a while. Your points were not kept."),
    "settled": lambda: _("This answer needs no more opinion. Your points were not kept."),
    "points": lambda: _("Give points from 0 to the most that the question is worth."),
    "reason": lambda: _("Say why: the candidate knows the result already, and the reason is kept with the change."),
    "second": lambda: _("The candidate knows the result already, and a second person approves any change. Open the attempt under "
                        "“Attempts” and correct the points there."),
    "not_there": lambda: _("This question does not stand on this paper, or the attempt goes on."),
    "remedy": lambda: _("What was decided about this question for everyone stands. Take that back first."),
}


class MarkRefused(Exception):
    """The points were not kept; ``code`` is a key of ``REFUSALS``, the text tells the marker."""

    def __init__(self, code):
        self.code = code
        super().__init__(REFUSALS[code]())


def claim_next(*, actor, exam, question_id, part, skipped=None, now=None):
    """Hold the next answer to one question for ``actor``; return its :class:`MarkClaim`, None when nothing waits for them.

    What they hold already comes first; ``skipped`` (an answer's id) is given back, and comes again last.
    """
    now = now or timezone.now()
    mine = MarkClaim.objects.filter(
        marker=actor, part=part, done_at=None, answer__question=question_id, answer__attempt__exam=exam
    )
    if skipped is not None:
        mine.filter(answer=skipped).delete()
    held = mine.exclude(answer=skipped).first() if skipped else mine.first()
    if held is not None and MarkClaim.objects.filter(pk=held.pk, marker=actor, done_at=None).update(until=now + HELD_FOR):
        return held
    for unit in next_units(exam, actor, question_id, part, after_answer=skipped, now=now)[:TRIES]:
        for seat in seats(unit.stage, exam.marking_rules):
            if seat not in unit.taken and (claim := _take(actor, unit, seat, now)):
                return claim
    return None


def _take(actor, unit, seat, now):
    """Take a free seat, or one whose time ran out; None when somebody was quicker."""
    until = now + HELD_FOR
    row = {"answer_id": unit.answer, "part": unit.part, "seat": seat}
    try:
        with transaction.atomic():
            ran_out = MarkClaim.objects.filter(**row, done_at=None, until__lte=now)
            if ran_out.update(marker=actor, until=until):
                return MarkClaim.objects.get(**row)
            return MarkClaim.objects.create(**row, marker=actor, until=until)
    except IntegrityError:
        return None


@transaction.atomic
def save_mark(*, actor, claim, points, scores=(), comment="", reason="", now=None):
    """Keep what ``actor`` gives for the answer they hold, or gives anew for one they marked; settle the attempt by it.

    ``scores`` are points by criterion. Once the candidate knows the result a change needs a ``reason``, or, where a second
    person approves such changes, is made by :func:`correct_answer`. Saying the same again
    writes nothing. Raises :class:`MarkRefused`.
    """
    now = now or timezone.now()
    attempt = _hold(claim.answer.attempt_id)
    if attempt.person_id == actor.pk:
        raise MarkRefused("own")
    possible, question = _possible(attempt, claim.answer.question_id, claim.part)
    if not 0 <= points <= possible:
        raise MarkRefused("points")
    opinions = marks_on([claim.answer_id]).opinions.get(claim.answer_id, {}).get(claim.part, [])
    fields = {"points": points, "scores": list(scores), "comment": comment.strip(), "reason": reason.strip()}
    changing = MarkClaim.objects.filter(pk=claim.pk, marker=actor, done_at__isnull=False).exists()
    if changing:
        last = AnswerMark.objects.filter(answer=claim.answer_id, part=claim.part, marker=actor, corrects=False).last()
        if last and (last.points, last.scores, last.comment) == (points, fields["scores"], fields["comment"]):
            return last
        if attempt.marked_at is not None and scores_out([attempt.exam], now):
            if is_asked("exam.regrade"):  # see ``courses.approvals``
                raise MarkRefused("second")
            if not fields["reason"]:
                raise MarkRefused("reason")
    else:
        mine = MarkClaim.objects.filter(pk=claim.pk, marker=actor, done_at=None)
        if not mine.update(done_at=now):
            raise MarkRefused("lost")
        others = [one for one in opinions if one.marker != actor.pk]
        if question.remedy or not stage(others, marker=actor.pk, possible=possible, rules=attempt.exam.marking_rules):
            raise MarkRefused("settled")
    mark = AnswerMark.objects.create(
        answer_id=claim.answer_id, part=claim.part, marker=actor, settles=claim.seat == THIRD_SEAT, made_at=now, **fields
    )
    _settle(actor, attempt, now, mark.reason or _("An answer was marked anew."))
    trail.record(
        actor=actor, verb="exam.mark_change" if changing else "exam.mark", target=attempt,
        organisation=attempt.exam.organisation, detail={"exam": attempt.exam_id, "question": claim.answer.question_id},
    )
    return mark


@transaction.atomic
def correct_answer(*, actor, attempt, question_id, points, reason, now=None):
    """Set the points of one answer by hand, whatever rules or markers gave; the newest correction stands.

    An answer that was never given can be corrected too. Raises :class:`MarkRefused`.
    """
    now = now or timezone.now()
    attempt = _hold(attempt.pk)
    if attempt.person_id == actor.pk:
        raise MarkRefused("own")
    if attempt.submitted_at is None:
        raise MarkRefused("not_there")
    possible, question = _possible(attempt, question_id, 0)
    if question.remedy:
        raise MarkRefused("remedy")
    if not reason.strip():
        raise MarkRefused("reason")
    if not 0 <= points <= possible:
        raise MarkRefused("points")
    answer, _made = AttemptAnswer.objects.get_or_create(attempt=attempt, question_id=question_id)
    mark = AnswerMark.objects.create(
        answer=answer, marker=actor, points=points, reason=reason.strip(), corrects=True, made_at=now
    )
    _settle(actor, attempt, now, mark.reason)
    trail.record(
        actor=actor, verb="exam.correct", target=attempt, organisation=attempt.exam.organisation,
        detail={"exam": attempt.exam_id, "question": question_id},
    )
    return mark


def _hold(pk):
    rows = Attempt.objects.select_for_update(of=("self",)).select_related("exam__organisation")
    return rows.get(pk=pk)


def _possible(attempt, question_id, part):
    question = next((one for one in questions_of(attempt) if one.id == question_id), None)
    if question is None or part > len(question.parts):
        raise MarkRefused("not_there")
    return (question.parts[part - 1] if part else question).points, question


def _settle(actor, attempt, now, why):
    changed = settle_all([attempt], now=now)
    follow(actor=actor, exam=attempt.exam, changed=changed, why=why, now=now)


def last_marked(*, actor, exam, question_id, part, before=None):
    """Return the claim of the answer that ``actor`` marked last, or last before the one of the claim ``before``; None without."""
    done = MarkClaim.objects.filter(
        marker=actor, part=part, done_at__isnull=False, answer__question=question_id, answer__attempt__exam=exam
    ).order_by("-done_at", "-pk")
    if before is not None and before.done_at is not None:
        done = done.filter(Q(done_at__lt=before.done_at) | Q(done_at=before.done_at, pk__lt=before.pk))
    return done.first()
