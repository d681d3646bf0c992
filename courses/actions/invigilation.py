"""What an invigilator does while an exam is sat: free a device, give more time, end."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from courses.actions.exams import note, submit_attempt
from courses.enums import EndedBy, SittingEvent
from courses.models import Attempt, AttemptEvent, Exam
from courses.rules.marking import GRACE, counts_now
from lms.audit import trail


@transaction.atomic
def free_device(*, actor, attempt, now=None):
    """Let the attempt go on on whichever device opens it next; return whether there was one to free."""
    now = now or timezone.now()
    freed = Attempt.objects.under_way().filter(pk=attempt.pk).exclude(device="").update(device="")
    if freed:
        note(attempt, SittingEvent.FREED, now, by=actor)
        _record(actor, "exam.free", attempt.exam, person=attempt.person_id)
    return bool(freed)


@transaction.atomic
def extend(*, actor, exam, minutes, attempt=None, now=None):
    """Give ``minutes`` more to one attempt, or to everyone who sits the exam now; return to how many.

    Given to everyone, the end of the exam moves with it, so that who begins later is no worse off. Whoever's time has run out
    is not called back.
    """
    now = now or timezone.now()
    more = timedelta(minutes=minutes)
    running = Attempt.objects.select_for_update().under_way().filter(exam=exam).exclude(person=actor)
    if attempt is not None:
        running = running.filter(pk=attempt.pk)
    elif exam.closes_at is not None:
        held = Exam.objects.select_for_update().get(pk=exam.pk)
        Exam.objects.filter(pk=exam.pk).update(closes_at=held.closes_at + more)
    rows = [row for row in running.order_by("pk") if counts_now(now, row.deadline)]
    for row in rows:
        row.deadline += more
    Attempt.objects.bulk_update(rows, ["deadline"], batch_size=500)
    AttemptEvent.objects.bulk_create([
        AttemptEvent(attempt=row, kind=SittingEvent.EXTENDED, at=now, seconds=minutes * 60, by=actor) for row in rows
    ], batch_size=500)
    _record(actor, "exam.extend", exam, minutes=minutes, attempts=len(rows),
            **({"person": attempt.person_id} if attempt else {}))
    return len(rows)


def end_attempt(*, actor, attempt, now=None):
    """Hand in one attempt with what was saved."""
    return submit_attempt(attempt=attempt, ended_by=EndedBy.INVIGILATOR, actor=actor, now=now)


@transaction.atomic
def end(*, actor, exam, now=None):
    """End the exam for everyone: nobody can begin or change anything any more; return how many were sitting it.

    Their time is over in this one statement; beat hands in what they had saved within seconds (``exams.finish_overdue``).
    """
    now = now or timezone.now()
    Exam.objects.filter(pk=exam.pk).update(is_open=False)
    exam.is_open = False
    ended = Attempt.objects.under_way().filter(exam=exam).exclude(person=actor).update(
        deadline=now - GRACE - timedelta(seconds=1), ended_by=EndedBy.INVIGILATOR
    )
    _record(actor, "exam.end", exam, attempts=ended)
    return ended


def _record(actor, verb, exam, **detail):
    trail.record(actor=actor, verb=verb, target=exam, organisation=exam.organisation, detail=detail)
