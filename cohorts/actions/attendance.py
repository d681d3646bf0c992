"""Writing attendance: check in with the rotating code, mark in the grid, correct with a reason."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.enums import SEATED, AttendanceStatus, MarkMethod
from cohorts.models import AttendanceMark, ClassSession
from cohorts.rules import check_in as rules
from cohorts.rules.attendance import minutes_earned
from courses.actions.ledger import HourLine, post_hours
from lms.audit import trail


def window_of(session):
    """When people can check in to ``session``; with its cohort it is closed and cancelled too."""
    return rules.Window(
        session.starts_at, session.ends_at, closed=bool(session.closed_at or session.cohort.closed_at),
        cancelled=bool(session.cancelled_at or session.cohort.cancelled_at),
    )


def check_in(*, person, session, code, device, now, method, seen_at=None):
    """Check ``person`` in to ``session`` with ``code``; return a ``rules.check_in.Answer``.

    ``seen_at`` is the instant of a scan whose code was accepted then (a claim); without it the code must be good ``now``.
    The instant of the scan decides between present and late. Sending again gives the same answer; of many at once the
    database lets one mark in, and all are told of that one.
    """
    spoken = method == MarkMethod.CODE
    accept = rules.accepts_spoken if spoken else rules.accepts
    good = seen_at is not None or accept(code, secret=session.secret, session_id=session.pk, now=now)
    instant = seen_at or now
    enrolment = session.cohort.enrolments.filter(person=person, state__in=SEATED).first()

    def judge(window):
        return rules.judge(
            window=window, code_accepted=good, enrolled=enrolment is not None, standing=_standing(session, enrolment),
            now=instant,
        )

    answer = judge(window_of(session))
    if not answer.ok:
        return answer
    try:
        with transaction.atomic():
            current = lock_session(session)
            answer = rules.judge(
                window=window_of(current), code_accepted=True, enrolled=True, standing=None, now=instant
            )
            if not answer.ok:
                return answer
            mark = AttendanceMark.objects.create(
                session=session, enrolment=enrolment, status=answer.status, method=method, observed_at=instant,
                recorded_at=now, recorded_by=person, device=device,
            )
            trail.record(
                actor=person, verb="attendance.check_in", target=mark, organisation=session.cohort.organiser,
                detail={"session": session.pk, "status": mark.status, "method": str(method)},
            )
    except IntegrityError:
        answer = judge(window_of(session))
        if answer.ok:  # it was not another scan that stood in the way
            raise
    return answer


def lock_session(session):
    """Return the session as it is now, locked until the transaction ends: marks and closing take turns."""
    sessions = ClassSession.objects.select_related("cohort__organiser", "cohort__programme")
    return sessions.select_for_update(of=("self",), no_key=True).get(pk=session.pk)


def _standing(session, enrolment):
    if enrolment is None:
        return None
    mark = AttendanceMark.objects.current().filter(session=session, enrolment=enrolment).first()
    return rules.Standing(mark.status, mark.observed_at) if mark else None


class Entry(NamedTuple):
    """One line of the grid. ``seen`` is the status the grid showed ('' for none), None when it is not known.

    ``nonce`` (``uuid.UUID``) is the sender's own number of this line: the same line sent twice is written once.
    """

    enrolment_id: int
    status: str
    nonce: object
    seen: str | None = None


@dataclass
class Outcome:
    """What became of the lines of a grid: numbers, and the enrolments whose mark changed under the marker's hands."""

    new: int = 0
    corrected: int = 0
    unchanged: int = 0
    own: int = 0
    conflicts: list = field(default_factory=list)


@transaction.atomic
def mark_attendance(*, actor, session, marks, now, reason=""):
    """Write the lines ``marks`` (``Entry`` or ``(enrolment_id, status, nonce)``) of a grid; return an :class:`Outcome`.

    A status that differs from the standing one is a correction. Nobody marks themselves: such lines are counted as
    ``own``; those of people without a seat are left out. Before check-in opens only leave can be marked; a closed
    session takes corrections with a reason, and its hours follow. Five writes and reads, however many the lines.
    """
    session = _writable(session, now)
    entries = _latest(Entry(*line) for line in marks)
    _check_entries(session, entries, now, reason)
    people = dict(session.cohort.enrolments.filter(pk__in=entries, state__in=SEATED).values_list("pk", "person_id"))
    standing = {
        mark.enrolment_id: mark for mark in AttendanceMark.objects.current().filter(session=session, enrolment__in=people)
    }
    sent = set(
        AttendanceMark.objects.filter(nonce__in=[entry.nonce for entry in entries.values()]).values_list("nonce", flat=True)
    )
    outcome, fresh = Outcome(), []
    for entry in entries.values():
        if entry.enrolment_id not in people:
            continue
        old = standing.get(entry.enrolment_id)
        before = old.status if old else ""
        if people[entry.enrolment_id] == actor.pk:
            outcome.own += 1
        elif entry.nonce in sent or before == entry.status:
            outcome.unchanged += 1
        elif entry.seen is not None and entry.seen != before:
            outcome.conflicts.append(entry.enrolment_id)
        else:
            fresh.append(_mark(actor, session, entry, old, now, reason))
            outcome.corrected += old is not None
            outcome.new += old is None
    _write(actor, session, fresh, people)
    return outcome


@transaction.atomic
def correct_mark(*, actor, mark, status, reason, now=None):
    """Correct ``mark`` by a new one with a reason; return the mark that stands then.

    Raises ``PermissionDenied`` for one's own mark, ``ValidationError`` without a reason or when someone else corrected the
    mark in the meantime. On a closed session the hours are corrected with it.
    """
    now = now or timezone.now()
    if mark.enrolment.person_id == actor.pk:
        raise PermissionDenied("nobody corrects their own attendance")
    if not reason.strip():
        raise ValidationError(_("Please say why, so that the change can be understood later."))
    session = _writable(mark.session, now)
    if AttendanceMark.objects.filter(corrects=mark).exists():
        raise ValidationError(_("Someone else has just changed this mark. Please look at it again."))
    if status == mark.status:
        return mark
    entry = Entry(mark.enrolment_id, status, None)
    _check_entries(session, {mark.enrolment_id: entry}, now, reason)
    new = _mark(actor, session, entry, mark, now, reason.strip())
    _write(actor, session, [new], {mark.enrolment_id: mark.enrolment.person_id})
    return new


def _writable(session, now):
    session = lock_session(session)
    if session.cancelled_at:
        raise ValidationError(_("This session was cancelled: nobody can be marked."))
    return session


def _latest(entries):
    """Map each enrolment to its last entry."""
    return {entry.enrolment_id: entry for entry in entries}


def _check_entries(session, entries, now, reason):
    unknown = {entry.status for entry in entries.values()} - set(AttendanceStatus.values)
    if unknown:
        raise ValidationError(_("Please choose one of the marks."))
    if session.closed_at and entries and not reason.strip():
        raise ValidationError(_("This session is closed. Correct people one by one, with a reason."))
    opens_at = window_of(session).opens_at
    if now < opens_at and any(entry.status != AttendanceStatus.EXCUSED for entry in entries.values()):
        raise ValidationError(
            _("Attendance opens at %(time)s. Until then only leave can be marked.")
            % {"time": timezone.localtime(opens_at).strftime("%Y-%m-%d %H:%M")}
        )


def _mark(actor, session, entry, old, now, reason):
    mark = AttendanceMark(
        session=session, enrolment_id=entry.enrolment_id, status=entry.status, method=MarkMethod.GRID, observed_at=now,
        recorded_at=now, recorded_by=actor, corrects=old, reason=reason[:200] if old or session.closed_at else "",
    )
    if entry.nonce is not None:
        mark.nonce = entry.nonce
    return mark


def _write(actor, session, fresh, people):
    if not fresh:
        return
    AttendanceMark.objects.bulk_create(fresh, batch_size=500)
    if session.closed_at:
        post_hours(
            actor=actor, lines=[hour_line(session, people[mark.enrolment_id], mark.status) for mark in fresh]
        )
    trail.record(
        actor=actor, verb="attendance.correct" if any(mark.corrects_id for mark in fresh) else "attendance.mark",
        target=session, organisation=session.cohort.organiser,
        detail={"marks": len(fresh), "corrections": sum(mark.corrects_id is not None for mark in fresh),
                "closed": session.closed_at is not None},
    )


def hour_line(session, person_id, status):
    """The line of the ledger that ``status`` earns at ``session``; no minutes for whoever was not there."""
    programme = session.cohort.programme
    return HourLine(
        person_id=person_id, on_date=timezone.localdate(session.starts_at), kind=session.kind,
        minutes=minutes_earned(status, session.minutes), source=f"session:{session.pk}:person:{person_id}",
        title=f"{session.cohort.title} · {session.title}",
        concentrated=programme is not None and programme.concentrated,
    )
