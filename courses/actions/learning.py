"""What a person does with a lesson: open it, finish it."""

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from courses.enums import HourKind, LessonKind
from courses.models import LessonProgress
from courses.queries import lesson_source, observed_minutes
from courses.queries.scorm import is_played
from courses.queries.watching import lesson_watched
from courses.rules.credit import HURRIED, UNPLAYED, WATCHED, Credit, lesson_credit
from lms.audit.trail import record

from .ledger import HourLine, post_hours

# Opening a page again within a minute is the same reading, and not worth a write.
SAME_READING = timedelta(minutes=1)


def open_lesson(*, person, lesson, now):
    """Remember that ``person`` has the lesson open; return the progress. The first opening starts its clock."""
    progress = LessonProgress.objects.filter(person=person, lesson=lesson).first()
    if progress is not None and now - progress.last_opened_at <= SAME_READING:
        return progress  # without a transaction: on SQLite it would wait for everyone who writes
    return _note_opening(person, lesson, now)


@transaction.atomic
def _note_opening(person, lesson, now):
    progress, created = LessonProgress.objects.get_or_create(
        person=person, lesson=lesson, defaults={"started_at": now, "last_opened_at": now}
    )
    if created:
        record(actor=person, verb="lesson.open", target=lesson)
    elif now > progress.last_opened_at:
        progress.last_opened_at = now
        progress.save(update_fields=["last_opened_at"])
    return progress


@transaction.atomic
def finish_lesson(*, person, lesson, now):
    """Mark the lesson done, once, and post its hours; return the ``rules.credit.Credit`` that now stands.

    A lesson with film or sound of which too little was watched, or with a package that is not done, is not done either:
    ``credit.done`` tells. Finishing again after more time raises the credit and never lowers it; the hours stay on the day
    it was first done.
    """
    open_lesson(person=person, lesson=lesson, now=now)
    progress = LessonProgress.objects.select_for_update().get(person=person, lesson=lesson)
    if progress.completed_at is None and not is_played(person, lesson):
        return Credit(0, lesson.minutes, 0, UNPLAYED)
    watched = lesson_watched(person, lesson)
    credit = lesson_credit(
        lesson_minutes=lesson.minutes, opened_at=progress.started_at, now=now, media=watched.states,
        share_percent=0 if progress.completed_at else watched.policy.share_percent,
    )
    if not credit.done:
        return credit
    if progress.completed_at is None:
        progress.completed_at = now
        progress.save(update_fields=["completed_at"])
        record(actor=person, verb="lesson.finish", target=lesson)
    standing = observed_minutes(person, lesson)
    if credit.minutes <= standing:
        less = WATCHED if credit.reason == WATCHED else HURRIED
        return replace(credit, minutes=standing, reason=less if standing < lesson.minutes else credit.reason)
    post_hours(actor=person, lines=[HourLine(
        person_id=person.pk,
        on_date=timezone.localdate(progress.completed_at),
        kind=HourKind.MICRO if lesson.kind == LessonKind.MICRO else HourKind.ONLINE,
        observed=credit.minutes,
        progress=credit.minutes * 100 // lesson.minutes,
        source=lesson_source(person, lesson),
        title=lesson.title,
    )])
    return credit
