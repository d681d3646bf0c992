"""Write the timetable: plan, move and cancel the meetings of a cohort; add venues."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.models import ClassSession, Venue
from cohorts.plan_words import clash_sentence
from cohorts.queries.timetable import clashes_for
from cohorts.rules.clashes import blocking
from lms.audit.trail import record
from lms.people.models import Person

from .locking import lock_cohort

SESSION_FIELDS = ("title", "kind", "starts_at", "ends_at", "venue", "trainer", "minutes")
VENUE_FIELDS = ("name", "kind", "address", "capacity", "closed_on")


class ScheduleClash(ValidationError):
    """The meeting cannot be then and there. ``clashes`` are those that block (``cohorts.rules.clashes.Clash``)."""

    def __init__(self, clashes):
        self.clashes = tuple(clashes)
        super().__init__([clash_sentence(clash) for clash in self.clashes], code="clash")


@transaction.atomic
def schedule_session(*, actor, cohort, title, kind, starts_at, ends_at, venue=None, trainer=None, minutes=None):
    """Plan a meeting and return it; raise ``ScheduleClash`` when something blocks it.

    ``minutes`` is what attending earns: the time from beginning to end unless given.
    """
    session = ClassSession(
        cohort=lock_cohort(cohort), title=title, kind=kind, starts_at=starts_at, ends_at=ends_at, venue=venue,
        trainer=trainer, minutes=minutes,
    )
    _place(session)
    record(actor=actor, verb="session.schedule", target=session, organisation=session.cohort.organiser,
           detail={"cohort": session.cohort_id})
    return session


@transaction.atomic
def move_session(*, actor, session, **changes):
    """Change what is named (any argument of :func:`schedule_session` but the cohort); return the session.

    When the times change and ``minutes`` is not given, the credit follows if it was the duration before.
    """
    unknown = changes.keys() - set(SESSION_FIELDS)
    if unknown:
        raise TypeError(f"of a session one cannot change {sorted(unknown)}")
    cohort = lock_cohort(session.cohort)
    session = _open_session(session)
    session.cohort = cohort
    begins, ends = changes.get("starts_at", session.starts_at), changes.get("ends_at", session.ends_at)
    follows = "minutes" not in changes and session.minutes == duration(session.starts_at, session.ends_at)
    if follows or ("minutes" in changes and changes["minutes"] is None):
        changes["minutes"] = duration(begins, ends)
    changed = sorted(name for name, value in changes.items() if getattr(session, name) != value)
    for name in changed:
        setattr(session, name, changes[name])
    if changed:
        _revise(session)
        _place(session)
        record(actor=actor, verb="session.move", target=session, organisation=cohort.organiser, detail={"changed": changed})
    return session


@transaction.atomic
def cancel_session(*, actor, session):
    """Cancel a meeting that is not closed; return it. Nobody earns its hours, and nobody owes them."""
    cohort = lock_cohort(session.cohort)
    session = _open_session(session)
    session.cancelled_at = timezone.now()
    _revise(session)
    session.save(update_fields=["cancelled_at", "revision", "revised_at"])
    record(actor=actor, verb="session.cancel", target=session, organisation=cohort.organiser)
    return session


@transaction.atomic
def create_venue(*, actor, organisation, name, kind, capacity, address=""):
    """Add a room or an open site; raise ``ValidationError`` when the organisation has one of that name."""
    venue = Venue(organisation=organisation, name=name, kind=kind, capacity=capacity, address=address)
    _save_venue(venue)
    record(actor=actor, verb="venue.create", target=venue, organisation=organisation)
    return venue


@transaction.atomic
def update_venue(*, actor, venue, **changes):
    """Change the name, kind, address, capacity or ``closed_on``; meetings already planned there stay where they are."""
    unknown = changes.keys() - set(VENUE_FIELDS)
    if unknown:
        raise TypeError(f"a venue has no {sorted(unknown)}")
    changed = sorted(name for name, value in changes.items() if getattr(venue, name) != value)
    for name in changed:
        setattr(venue, name, changes[name])
    if changed:
        _save_venue(venue)
        record(actor=actor, verb="venue.update", target=venue, organisation=venue.organisation, detail={"changed": changed})
    return venue


def _revise(session):
    """Let calendar programs know that the meeting is another than the one they hold."""
    session.revision += 1
    session.revised_at = timezone.now()


def duration(starts_at, ends_at):
    """Return the whole minutes between the two."""
    return int((ends_at - starts_at).total_seconds() // 60)


def _place(session):
    """Save the session if nothing blocks it. Whoever wants the same room or trainer at the same time waits here."""
    if session.ends_at <= session.starts_at:
        raise ValidationError({"ends_at": _("The end lies before the beginning. Choose a later time.")})
    if session.minutes is None:
        session.minutes = duration(session.starts_at, session.ends_at)
    if session.venue_id:
        session.venue = Venue.objects.select_for_update(no_key=True).get(pk=session.venue_id)
    if session.trainer_id:
        Person.objects.select_for_update(no_key=True).filter(pk=session.trainer_id).values_list("pk").first()
    blocked = blocking(clashes_for(session))
    if blocked:
        raise ScheduleClash(blocked)
    session.save()


def _open_session(session):
    session = ClassSession.objects.select_for_update(no_key=True).get(pk=session.pk)
    if session.cancelled_at is not None:
        raise ValidationError(_("This session was cancelled. Plan a new one instead."), code="cancelled")
    if session.closed_at is not None:
        raise ValidationError(_("This session is closed and its hours are posted. It stays as it is."), code="closed")
    return session


def _save_venue(venue):
    try:
        with transaction.atomic():
            venue.save()
    except IntegrityError as error:
        raise ValidationError({"name": _("There is a venue with this name already. Choose another name.")}) from error
