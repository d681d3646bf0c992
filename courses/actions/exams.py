"""Sitting an exam: everything that happens to an attempt from its start until it is handed in."""

import logging
import secrets

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.actions.drawing import draw_paper
from courses.actions.marking import settle
from courses.enums import EndedBy, ExamPlace, SittingEvent
from courses.models import Attempt, AttemptAnswer, AttemptEvent, ExamCandidate, ExamQuestion, PaperRule, Question
from courses.rules import marking, sitting
from courses.rules.saving import Change, Saving, made_at, stands
from lms.audit import trail

log = logging.getLogger(__name__)

REFUSALS = {
    "not_candidate": lambda: _("This exam is not meant for you. If you think it should be, ask your class teacher."),
    "closed": lambda: _("This exam is not open now. Your class teacher can tell you when it will be."),
    "too_early": lambda: _("This exam has not begun yet. Come back at the time that stands above."),
    "over": lambda: _("The time of this exam is over. Ask your class teacher what comes next."),
    "no_paper": lambda: _("This exam has no questions yet. Please come back later."),
    "short_paper": lambda: _("This exam cannot begin: its question bank holds too few questions. Tell your class teacher."),
    "no_attempts": lambda: _("You have used all your attempts. Ask your class teacher what comes next."),
    "room_code": lambda: _("Scan the code shown in the room, or type its six digits. It changes every few seconds: take the "
                           "one that is shown now."),
    "other_device": lambda: _("Your exam goes on on another device. To go on here, ask the invigilator to free it."),
}


class ExamRefused(Exception):
    """An attempt cannot begin or go on; ``code`` says why (a key of ``REFUSALS``), the text tells the person."""

    def __init__(self, code):
        self.code = code
        super().__init__(REFUSALS[code]())


def may_start(*, person, exam, now, in_room=False):
    """Return the code of why ``person`` cannot begin another attempt now, or ``""``."""
    return sitting.refusal(sitting.Sitting(
        is_open=exam.is_open,
        has_paper=ExamQuestion.objects.filter(exam=exam).exists() or PaperRule.objects.filter(exam=exam).exists(),
        is_candidate=ExamCandidate.objects.filter(exam=exam, person=person).exists(),
        open_to_all=exam.course_id is not None and exam.course.retired_at is None,
        attempts_used=Attempt.objects.handed_in().filter(exam=exam, person=person).count(),
        attempts_allowed=exam.attempts_allowed, opens_at=exam.opens_at, closes_at=exam.closes_at,
        in_room=in_room or exam.place == ExamPlace.ANYWHERE,
    ), now=now)


@transaction.atomic
def start_attempt(*, person, exam, device="", in_room=False, now=None):
    """Begin an attempt, or return the one that is open: two at once get the same. Raises :class:`ExamRefused`.

    The paper is frozen here: which questions in which version, for how many points, their options in a drawn order.
    """
    now = now or timezone.now()
    running = Attempt.objects.under_way().filter(exam=exam, person=person).first()
    if running is not None:
        if marking.counts_now(now, running.deadline):
            return running
        submit_attempt(attempt=running, now=now)
    if code := may_start(person=person, exam=exam, now=now, in_room=in_room):
        raise ExamRefused(code)
    seed = secrets.randbelow(2**31)
    paper, short = draw_paper(exam, seed)
    if short:
        raise ExamRefused("short_paper")
    extra = ExamCandidate.objects.filter(exam=exam, person=person).values_list("extra_minutes", flat=True).first() or 0
    number = Attempt.objects.filter(exam=exam, person=person).count() + 1
    try:
        with transaction.atomic():
            attempt = Attempt.objects.create(
                exam=exam, person=person, number=number, seed=seed, paper=paper, started_at=now, seen_at=now, device=device,
                deadline=sitting.deadline(
                    now=now, minutes=exam.minutes, extra_minutes=extra, closes_at=exam.closes_at
                ),
                points_possible=sum(item["points"] for item in paper),
            )
    except IntegrityError:
        # Someone with two windows: the other one was first, and its attempt is the attempt.
        return Attempt.objects.filter(exam=exam, person=person).latest("pk")
    note(attempt, SittingEvent.BEGUN, now)
    trail.record(actor=person, verb="exam.start", target=attempt, organisation=exam.organisation, detail={"exam": exam.pk})
    return attempt


def note(attempt, kind, now, *, seconds=0, by=None):
    """Keep what happened during an attempt, in the caller's transaction."""
    AttemptEvent.objects.create(attempt=attempt, kind=kind, at=now, seconds=seconds, by=by)


@transaction.atomic
def hold_device(*, attempt, device, now=None):
    """Bind the attempt to the device that shows it. Raises :class:`ExamRefused` when it goes on on another one."""
    now = now or timezone.now()
    state = sitting.device_state(bound=attempt.device, device=device, one_device=attempt.exam.one_device)
    if state == "other":
        raise ExamRefused("other_device")
    if state == "free":
        taken = Attempt.objects.filter(pk=attempt.pk, device=attempt.device).update(device=device, seen_at=now)
        if not taken:  # another device was quicker
            attempt.refresh_from_db(fields=["device"])
            hold_device(attempt=attempt, device=device, now=now)
            return
        if attempt.device or attempt.events.filter(kind=SittingEvent.FREED).exists():
            note(attempt, SittingEvent.TAKEN_OVER, now)
        attempt.device = device


@transaction.atomic
def refuse_device(*, attempt, now=None):
    """Keep that another device was refused: the invigilator sees it, and the trail."""
    now = now or timezone.now()
    note(attempt, SittingEvent.OTHER_DEVICE, now)
    trail.record(
        actor=attempt.person, verb="exam.other_device", target=attempt, organisation=attempt.exam.organisation,
        detail={"exam": attempt.exam_id},
    )


@transaction.atomic
def save_changes(*, attempt, changes, page="", leaves=(), now=None):
    """Keep what was changed so far; return whether it still counted (handed in or out of time: nothing is changed).

    ``changes`` are :class:`courses.rules.saving.Change`; what is not on the paper is ignored. Sending the same again, or an
    older change after a newer one, changes nothing, so a page may send as often as it likes. ``leaves`` are
    ``(event, age in seconds)`` of leaving the page and coming back.
    """
    now = now or timezone.now()
    attempt = Attempt.objects.select_for_update(of=("self",)).select_related("exam").get(pk=attempt.pk)
    if attempt.submitted_at is not None or not marking.counts_now(now, attempt.deadline):
        return False
    _keep(attempt, changes, page, now)
    Attempt.objects.filter(pk=attempt.pk).update(seen_at=now)
    if attempt.exam.notes_leaving and leaves:
        AttemptEvent.objects.bulk_create([
            AttemptEvent(attempt=attempt, kind=kind, at=made_at(age, now=now, started_at=attempt.started_at))
            for kind, age in leaves[:50]
        ])
    return True


def save_answers(*, attempt, answers, now=None):
    """Keep whole answers, ``{question id: answer}``, as a page without scripts sends them; see :func:`save_changes`."""
    return save_changes(attempt=attempt, changes=[Change(pk, answer) for pk, answer in answers.items()], now=now)


def _keep(attempt, changes, page, now):
    drawn = {item["question"]: item for item in attempt.paper}
    changes = [change for change in changes if change.question in drawn]
    contents = {row.pk: row.content for row in Question.objects.filter(pk__in={change.question for change in changes})}
    rows = {row.question_id: row for row in AttemptAnswer.objects.filter(attempt=attempt, question__in=contents)}
    touched = {}
    for change in sorted(changes, key=lambda change: change.seq):
        pk = change.question
        made = made_at(change.age, now=now, started_at=attempt.started_at)
        row = rows.get(pk)
        kept = Saving(row.page, row.seq, row.made_at) if row else None
        if not stands(kept, Saving(page, change.seq, made)):
            continue
        row = rows.setdefault(pk, row or AttemptAnswer(attempt=attempt, question_id=pk))
        row.page, row.seq, row.made_at, row.saved_at = page, change.seq, made, now
        row.seconds = min(row.seconds + max(0, change.seconds), LONGEST)
        if change.flagged is not None:
            row.flagged = change.flagged
        if change.answer is not None:
            question = marking.paper_question(
                contents[pk], id=pk, points=drawn[pk]["points"], options=drawn[pk]["options"]
            )
            row.chosen = marking.clean_answer(question, change.answer)
        row.pk = None  # the unique key of attempt and question finds what is there: one statement for new and old
        touched[pk] = row
    AttemptAnswer.objects.bulk_create(
        touched.values(), update_conflicts=True, unique_fields=["attempt", "question"],
        update_fields=["chosen", "flagged", "page", "seq", "made_at", "saved_at", "seconds"],
    )


LONGEST = 24 * 3600  # seconds that one question can have been looked at


@transaction.atomic
def submit_attempt(*, attempt, answers=None, ended_by=EndedBy.CANDIDATE, actor=None, now=None):
    """Hand the attempt in and mark what rules can mark; handed in before, it is returned as it was.

    Only the server's clock counts: answers that arrive later than the deadline and its grace are left aside, and what was
    saved before is marked. ``actor`` is who ended it for the person. An exam posts no hours.
    """
    now = now or timezone.now()
    held = Attempt.objects.select_for_update(of=("self",)).select_related("exam__organisation", "person")
    attempt = held.get(pk=attempt.pk)
    if attempt.submitted_at is not None:
        return attempt
    in_time = marking.counts_now(now, attempt.deadline)
    if answers and in_time:
        _keep(attempt, [Change(pk, answer) for pk, answer in answers.items()], "", now)
    if ended_by == EndedBy.CANDIDATE and not in_time:
        ended_by = attempt.ended_by or EndedBy.TIME
    attempt.submitted_at, attempt.ended_by = now, ended_by
    attempt.save(update_fields=["submitted_at", "ended_by"])
    note(attempt, SittingEvent.HANDED_IN if ended_by == EndedBy.CANDIDATE else SittingEvent.ENDED, now, by=actor)
    answered = settle(attempt, now=now)
    trail.record(
        actor=actor or attempt.person, verb="exam.submit", target=attempt, organisation=attempt.exam.organisation,
        detail={"exam": attempt.exam_id, "answered": answered, "ended_by": ended_by},
    )
    return attempt


def finish_overdue(*, now=None):
    """Hand in, with what was saved, every attempt whose time is over; return how many.

    Each in a transaction of its own: one that fails is logged and tried again, and holds up no other.
    """
    now = now or timezone.now()
    over = Attempt.objects.under_way().filter(deadline__lt=now - marking.GRACE).order_by("deadline")
    finished = 0
    for attempt in over[:500]:
        try:
            submit_attempt(attempt=attempt, ended_by=attempt.ended_by or EndedBy.TIME, now=now)
        except Exception:
            log.exception("attempt %s could not be handed in", attempt.pk)
        else:
            finished += 1
    return finished
