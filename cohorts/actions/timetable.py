"""Write the timetable: plan, move and cancel the meetings of a cohort, one or several at once."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.models import ClassSession, Venue
from cohorts.plan_words import clash_sentence, span
from cohorts.queries.clashes import clashes_for_all
from cohorts.rules.clashes import blocking
from lms.audit.trail import record
from lms.people.models import Person

from .locking import lock_cohort
from .order_following import follow_cancelling, follow_change
from .trainers import ask_trainers

SESSION_FIELDS = ("title", "kind", "module", "group", "starts_at", "ends_at", "venue", "place", "trainer",
                  "minutes")
# What whoever ordered a lesson is told of when it changes.
TOLD = {"starts_at", "ends_at", "venue", "place", "trainer"}


class ScheduleClash(ValidationError):
    """The meetings cannot be then and there. ``clashes`` are those that block (``cohorts.rules.clashes.Clash``).

    Of several meetings each sentence begins with the time of its own.
    """

    def __init__(self, blocked):
        """``blocked`` are pairs of a session and its clashes that block."""
        self.clashes = tuple(clash for _, clashes in blocked for clash in clashes)
        several = len(blocked) > 1 or any(session.repeats for session, _ in blocked)
        super().__init__([
            (f"{span(session.starts_at, session.ends_at)} {session.title}: " if several else "") + clash_sentence(clash)
            for session, clashes in blocked for clash in clashes
        ], code="clash")


@transaction.atomic
def schedule_session(
    *, actor, cohort, title, kind, starts_at, ends_at, venue=None, trainer=None, minutes=None, module=None, group=None,
    place="",
):
    """Plan a meeting and return it; raise ``ScheduleClash`` when something blocks it.

    ``minutes`` is what attending earns: the time from beginning to end unless given. With a ``group`` of the cohort only
    that group meets. Trainees hear of it when the timetable is published.
    """
    session = ClassSession(
        cohort=lock_cohort(cohort), title=title, kind=kind, starts_at=starts_at, ends_at=ends_at, venue=venue,
        trainer=trainer, minutes=minutes, module=module, group=group, place=place,
    )
    _place([session])
    session.save()
    record(actor=actor, verb="session.schedule", target=session, organisation=session.cohort.organiser,
           detail={"cohort": session.cohort_id})
    ask_trainers(actor=actor, sessions=[session])
    return session


@transaction.atomic
def schedule_sessions(*, actor, cohort, plans, repeating=False):
    """Plan several meetings at once, all or none, and return them; ``plans`` are dictionaries of :func:`schedule_session`.

    ``repeating`` keeps them together as one recurring session. The number of queries does not depend on how many they are.
    """
    cohort = lock_cohort(cohort)
    sessions = drafts_of(cohort, plans, repeats=uuid.uuid4() if repeating else None)
    if not sessions:
        raise ValidationError(_("There is nothing to plan. Choose at least one day."))
    _place(sessions)
    ClassSession.objects.bulk_create(sessions)
    record(actor=actor, verb="session.schedule_many", target=cohort, organisation=cohort.organiser,
           detail={"sessions": len(sessions)})
    ask_trainers(actor=actor, sessions=sessions)
    return sessions


def drafts_of(cohort, plans, *, repeats=None):
    """Return the meetings of ``plans`` without saving them, to look at their clashes first."""
    drafts = [ClassSession(cohort=cohort, repeats=repeats, **plan) for plan in plans]
    for draft in drafts:
        if draft.minutes is None:
            draft.minutes = duration(draft.starts_at, draft.ends_at)
    return drafts


@transaction.atomic
def move_session(*, actor, session, following=False, **changes):
    """Change what is named (any argument of :func:`schedule_session` but the cohort); return the session.

    When the times change and ``minutes`` is not given, the credit follows if it was the duration before. ``following``
    changes the later meetings of a recurring session with it: they move by as many days and to the same hours.
    """
    unknown = changes.keys() - set(SESSION_FIELDS)
    if unknown:
        raise TypeError(f"of a session one cannot change {sorted(unknown)}")
    cohort = lock_cohort(session.cohort)
    session = _open_session(session)
    sessions = [session, *(_later(session) if following else ())]
    moved_by = changes.get("starts_at", session.starts_at) - session.starts_at
    stretched_by = changes.get("ends_at", session.ends_at) - session.ends_at
    changed = {}
    for row in sessions:
        row.cohort = cohort
        wanted = changes | {"starts_at": row.starts_at + moved_by, "ends_at": row.ends_at + stretched_by}
        if names := _change(row, wanted):
            changed[row] = names
    if changed:
        _place(list(changed))
        for row in changed:
            _revise(row)
        ClassSession.objects.bulk_update(changed, [*SESSION_FIELDS, "revision", "revised_at"])
        names = sorted({name for names in changed.values() for name in names})
        detail = {"changed": names} | ({"sessions": len(changed)} if following else {})
        record(actor=actor, verb="session.move", target=session, organisation=cohort.organiser, detail=detail)
        moved = [row for row, names in changed.items() if {"starts_at", "ends_at"} & set(names)]
        ask_trainers(actor=actor, sessions=list(changed), moved=moved)
        follow_change(actor=actor, sessions=[row for row, names in changed.items() if TOLD & set(names)])
    return session


@transaction.atomic
def cancel_session(*, actor, session, following=False):
    """Cancel a meeting that is not closed, and the later ones of the same recurring session if ``following``; return it.

    Nobody earns its hours, and nobody owes them.
    """
    cohort = lock_cohort(session.cohort)
    session = _open_session(session)
    sessions = [session, *(_later(session) if following else ())]
    for row in sessions:
        row.cancelled_at = timezone.now()
        _revise(row)
    ClassSession.objects.bulk_update(sessions, ["cancelled_at", "revision", "revised_at"])
    follow_cancelling(actor=actor, sessions=sessions)
    record(actor=actor, verb="session.cancel", target=session, organisation=cohort.organiser,
           detail={"sessions": len(sessions)} if following else None)
    return session


def duration(starts_at, ends_at):
    """Return the whole minutes between the two."""
    return int((ends_at - starts_at).total_seconds() // 60)


def _change(session, wanted):
    """Set what is wanted on the row; return the names of what changed."""
    before = duration(session.starts_at, session.ends_at)
    if ("minutes" in wanted and wanted["minutes"] is None) or ("minutes" not in wanted and session.minutes == before):
        wanted["minutes"] = duration(wanted["starts_at"], wanted["ends_at"])
    names = sorted(name for name, value in wanted.items() if getattr(session, name) != value)
    for name in names:
        setattr(session, name, wanted[name])
    return names


def _revise(session):
    """Let calendar programs know that the meeting is another than the one they hold."""
    session.revision += 1
    session.revised_at = timezone.now()


def _place(sessions):
    """Refuse what blocks the sessions of one cohort. Whoever wants the same room or trainer at the same time waits here."""
    for session in sessions:
        if session.ends_at <= session.starts_at:
            raise ValidationError({"ends_at": _("The end lies before the beginning. Choose a later time.")})
        if session.minutes is None:
            session.minutes = duration(session.starts_at, session.ends_at)
        if session.group_id and session.group.cohort_id != session.cohort_id:
            raise ValidationError({"group": _("This group belongs to another cohort. Choose one of this cohort.")})
    rooms = {session.venue_id for session in sessions if session.venue_id}
    trainers = {session.trainer_id for session in sessions if session.trainer_id}
    if rooms:
        found = {venue.pk: venue for venue in Venue.objects.select_for_update(no_key=True).filter(pk__in=rooms).order_by("pk")}
        for session in sessions:
            session.venue = found.get(session.venue_id)
    if trainers:
        list(Person.objects.select_for_update(no_key=True).filter(pk__in=trainers).order_by("pk").values_list("pk"))
    judged = zip(sessions, clashes_for_all(sessions), strict=True)
    blocked = [(session, stopping) for session, clashes in judged if (stopping := blocking(clashes))]
    if blocked:
        raise ScheduleClash(blocked)


def _later(session):
    """Return the later meetings of the same recurring session that are still open, locked."""
    if session.repeats is None:
        return []
    return list(ClassSession.objects.select_for_update(no_key=True).open().filter(
        repeats=session.repeats, cohort=session.cohort_id, starts_at__gt=session.starts_at
    ).order_by("starts_at", "pk"))


def _open_session(session):
    session = ClassSession.objects.select_for_update(no_key=True).get(pk=session.pk)
    if session.cancelled_at is not None:
        raise ValidationError(_("This session was cancelled. Plan a new one instead."), code="cancelled")
    if session.closed_at is not None:
        raise ValidationError(_("This session is closed and its hours are posted. It stays as it is."), code="closed")
    return session
