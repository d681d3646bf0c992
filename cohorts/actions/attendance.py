"""Writing attendance: many marks at once, from the grid, a card, the paper sheet, or a device that had no network.

``actions.check_in`` writes what people do themselves, ``actions.corrections`` corrects one mark.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.actions.earning import follow
from cohorts.enums import AttendanceStatus, MarkMethod
from cohorts.models import AttendanceMark, ClassSession
from cohorts.queries.attendance import seats_of, window_of
from lms.audit import trail

UNDONE = AttendanceStatus.UNDONE


def lock_session(session):
    """Return the session as it is now, locked until the transaction ends: marks and closing take turns."""
    sessions = ClassSession.objects.select_related("cohort__organiser", "cohort__programme")
    return sessions.select_for_update(of=("self",), no_key=True).get(pk=session.pk)


class Entry(NamedTuple):
    """One line of the grid. ``seen`` is the status the grid showed ('' for none), None when it is not known.

    ``nonce`` (``uuid.UUID``) is the sender's own number of this line: the same line sent twice is written once. The status
    ``undone`` takes back the mark that stands: what it corrected holds again. ``observed_at`` is now unless it is given;
    ``offline`` says that the line waited in a device. Minutes follow from the instant unless they are given.
    """

    enrolment_id: int
    status: str
    nonce: object
    seen: str | None = None
    observed_at: datetime | None = None
    offline: bool = False
    late_minutes: int | None = None
    early_minutes: int | None = None


@dataclass
class Outcome:
    """What became of the lines of a grid: numbers, and the enrolments whose mark changed under the marker's hands."""

    new: int = 0
    corrected: int = 0
    undone: int = 0
    unchanged: int = 0
    own: int = 0
    conflicts: list = field(default_factory=list)


@transaction.atomic
def mark_attendance(*, actor, session, marks, now, reason="", method=MarkMethod.GRID, device=""):
    """Write the lines ``marks`` (``Entry`` or ``(enrolment_id, status, nonce)``) of a grid; return an :class:`Outcome`.

    A status that differs from the standing one is a correction. Nobody marks themselves: such lines are counted as
    ``own``; those of people who are not expected are left out. Before check-in opens only leave can be marked; a closed
    session takes corrections with a reason, and its hours follow. The number of reads and writes does not depend on the
    number of lines.
    """
    session = writable_session(session, now)
    entries = _latest(Entry(*line) for line in marks)
    window = window_of(session)
    check_entries(session, entries, now, reason, window)
    people = dict(seats_of(session).filter(pk__in=entries).values_list("pk", "person_id"))
    standing = {
        mark.enrolment_id: mark for mark in
        AttendanceMark.objects.current().filter(session=session, enrolment__in=people).select_related("corrects")
    }
    sent = set(
        AttendanceMark.objects.filter(nonce__in=[entry.nonce for entry in entries.values()]).values_list("nonce", flat=True)
    )
    outcome, fresh = Outcome(), []
    for entry in entries.values():
        if entry.enrolment_id not in people:
            continue
        old = standing.get(entry.enrolment_id)
        before = old.status if old and old.status != UNDONE else ""
        if people[entry.enrolment_id] == actor.pk:
            outcome.own += 1
        elif entry.nonce in sent or before == ("" if entry.status == UNDONE else entry.status):
            outcome.unchanged += 1
        elif entry.seen is not None and entry.seen != before:
            outcome.conflicts.append(entry.enrolment_id)
        elif entry.status == UNDONE:
            fresh.append(_taken_back(actor, entry, old, now))
            outcome.undone += 1
        else:
            fresh.append(_mark(actor, session, entry, old, now, reason, window, method, device))
            outcome.corrected += bool(before)
            outcome.new += not before
    write_marks(actor, session, fresh)
    return outcome


def undo_marks(*, actor, session, nonces, now):
    """Take back those of the marks ``nonces`` that ``actor`` made and that still stand; return how many these were.

    Nothing is deleted: another mark says again what stood before each, or that nothing stands.
    """
    standing = AttendanceMark.objects.current().filter(session=session, nonce__in=nonces, recorded_by=actor)
    entries = [Entry(mark.enrolment_id, UNDONE, None, mark.status) for mark in standing]
    return mark_attendance(actor=actor, session=session, marks=entries, now=now).undone if entries else 0


def writable_session(session, now):
    session = lock_session(session)
    if session.cancelled_at:
        raise ValidationError(_("This session was cancelled: nobody can be marked."))
    return session


def _latest(entries):
    """Map each enrolment to its last entry."""
    return {entry.enrolment_id: entry for entry in entries}


def check_entries(session, entries, now, reason, window=None):
    unknown = {entry.status for entry in entries.values()} - set(AttendanceStatus.values)
    if unknown:
        raise ValidationError(_("Please choose one of the marks."))
    if session.closed_at and entries and not reason.strip():
        raise ValidationError(_("This session is closed. Correct people one by one, with a reason."))
    opens_at = (window or window_of(session)).opens_at
    if now < opens_at and any(entry.status not in (AttendanceStatus.EXCUSED, UNDONE) for entry in entries.values()):
        raise ValidationError(
            _("Attendance opens at %(time)s. Until then only leave can be marked.")
            % {"time": timezone.localtime(opens_at).strftime("%Y-%m-%d %H:%M")}
        )


def _mark(actor, session, entry, old, now, reason, window, method, device):
    instant = entry.observed_at or now
    # After the session nobody can say from the clock how late someone was.
    by_clock = window.starts_at <= instant < window.ends_at
    late = window.late_minutes(entry.status, instant) if by_clock and entry.status == AttendanceStatus.LATE else 0
    early = window.early_minutes(entry.status, instant) if by_clock else 0
    if old and entry.status == AttendanceStatus.LEFT_EARLY:
        late = old.late_minutes  # whoever came late and left early did both
    mark = AttendanceMark(
        session=session, enrolment_id=entry.enrolment_id, status=entry.status, method=method, observed_at=instant,
        recorded_at=now, recorded_by=actor, corrects=old, reason=reason[:200] if old or session.closed_at else "",
        late_minutes=late if entry.late_minutes is None else entry.late_minutes,
        early_minutes=early if entry.early_minutes is None else entry.early_minutes, offline=entry.offline, device=device,
    )
    if entry.nonce is not None:
        mark.nonce = entry.nonce
    return mark


def _taken_back(actor, entry, old, now):
    """Return the mark that says again what stood before ``old``."""
    before = old.corrects
    mark = AttendanceMark(
        session_id=old.session_id, enrolment_id=old.enrolment_id, corrects=old, recorded_at=now, recorded_by=actor,
        observed_at=before.observed_at if before else now, method=before.method if before else MarkMethod.GRID,
        status=before.status if before else UNDONE, late_minutes=before.late_minutes if before else 0,
        early_minutes=before.early_minutes if before else 0, reason=_("Taken back at once"), offline=entry.offline,
    )
    if entry.nonce is not None:
        mark.nonce = entry.nonce
    return mark


def write_marks(actor, session, fresh):
    if not fresh:
        return
    AttendanceMark.objects.bulk_create(fresh, batch_size=500)
    if session.closed_at:
        follow(actor=actor, session=session, marks=fresh)
    trail.record(
        actor=actor, verb="attendance.correct" if any(mark.corrects_id for mark in fresh) else "attendance.mark",
        target=session, organisation=session.cohort.organiser,
        detail={"marks": len(fresh), "corrections": sum(mark.corrects_id is not None for mark in fresh),
                "method": str(fresh[0].method), "closed": session.closed_at is not None},
    )
