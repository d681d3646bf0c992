"""The timetable of some days as one sees it, and ways out of a clash: free venues, free trainers, free times."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from cohorts.enums import SEATED, VenueKind
from cohorts.holidays import is_free
from cohorts.models import ClassSession, Enrolment, TrainerAbsence, Venue
from cohorts.rules.calendar import Span, nearest_free
from cohorts.rules.clashes import OF_TIME, OF_TRAINER, OF_VENUE

from .candidates import trainers_for
from .clashes import overlapping, room_of

SEATS = Count("cohort__enrolments", filter=Q(cohort__enrolments__state__in=SEATED))
SEARCHED = timedelta(days=14)  # how far from the wanted day a free time is looked for
DAY = (time(8), time(18))  # when one usually meets


def sessions_between(user, first, last, *, cohort=None, venue=None, trainer=None):
    """Meetings from the day ``first`` up to ``last``, both included, that the user may see; of one row each where given."""
    start, end = midnight(first), midnight(last + timedelta(days=1))
    found = ClassSession.objects.visible_to(user).filter(starts_at__gte=start, starts_at__lt=end)
    for name, row in (("cohort", cohort), ("venue", venue), ("trainer", trainer)):
        if row is not None:
            found = found.filter(**{name: row})
    return found.select_related("cohort__organiser", "venue", "trainer", "group").order_by("starts_at", "pk")


def midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class Ways:
    """What would help: ``venues`` and ``trainers`` that are free then, ``times`` (``Span``) at which all is free."""

    venues: tuple = ()
    trainers: tuple = ()
    times: tuple = ()

    def __bool__(self):
        return bool(self.venues or self.trainers or self.times)


def ways_out(user, session, clashes, *, now):
    """Return what would mend these clashes of a session as it stands in memory: nothing that would leave one of them."""
    reasons = {clash.reason for clash in clashes}
    people = people_of(session)
    return Ways(
        venues=tuple(free_venues(
            user, starts_at=session.starts_at, ends_at=session.ends_at, people=people, but=session.pk
        )) if reasons and reasons <= OF_VENUE else (),
        trainers=tuple(free_trainers(
            user, starts_at=session.starts_at, ends_at=session.ends_at, but=session.pk
        )) if reasons and reasons <= OF_TRAINER else (),
        times=tuple(free_times(session, people=people, now=now)) if reasons and reasons <= OF_TIME else (),
    )


def people_of(session):
    """Return how many people are to sit in a session."""
    seated = Enrolment.objects.seated().filter(cohort=session.cohort_id)
    return (seated.filter(group=session.group_id) if session.group_id else seated).count()


def free_venues(user, *, starts_at, ends_at, people, but=None, limit=5):
    """Venues that are open then and would take ``people``, the smallest sufficient first."""
    at_once = overlapping(starts_at, ends_at, but=[but] if but else ())
    taken = {}
    for session in at_once.filter(venue__kind=VenueKind.OPEN_SITE).select_related("cohort"):
        taken.setdefault(session.venue_id, []).append(session)
    seats = _seats_of([session for sessions in taken.values() for session in sessions])
    beside = {venue: sum(seats[session.pk] for session in sessions) for venue, sessions in taken.items()}
    rooms = Venue.objects.visible_to(user).filter(
        Q(closed_on=None) | Q(closed_on__gt=timezone.localdate(ends_at)), capacity__gte=max(people, 1)
    ).filter(Q(kind=VenueKind.OPEN_SITE) | ~Exists(at_once.filter(venue=OuterRef("pk")))).order_by("capacity", "name", "pk")
    begin, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return [
        venue for venue in rooms
        if venue.capacity - beside.get(venue.pk, 0) >= people and room_of(venue).is_open(begin, end)
    ][:limit]


def _seats_of(sessions):
    """Return how many people sit in each of the sessions, by id. One query."""
    counts = {}
    for cohort, group in Enrolment.objects.seated().filter(
            cohort__in={session.cohort_id for session in sessions}).values_list("cohort_id", "group_id"):
        for key in {(cohort, None), (cohort, group)}:
            counts[key] = counts.get(key, 0) + 1
    return {session.pk: counts.get((session.cohort_id, session.group_id), 0) for session in sessions}


def free_trainers(user, *, starts_at, ends_at, but=None, limit=5):
    """Trainers whom the user may ask, who teach nothing then and are not away."""
    teaching = overlapping(starts_at, ends_at, but=[but] if but else ()).filter(trainer=OuterRef("pk"))
    away = TrainerAbsence.objects.filter(person=OuterRef("pk"), starts_at__lt=ends_at, ends_at__gt=starts_at)
    return list(trainers_for(user).filter(~Exists(teaching), ~Exists(away))[:limit])


def free_times(session, *, people, now, limit=3):
    """Return the nearest times (``Span``) on working days of the cohort at which room, trainer and people are all free."""
    wanted = Span(timezone.localtime(session.starts_at), timezone.localtime(session.ends_at))
    first = max(wanted.starts_at.date() - SEARCHED, session.cohort.starts_on, timezone.localdate(now))
    last = min(wanted.starts_at.date() + SEARCHED, max(session.cohort.ends_on, wanted.starts_at.date()))
    if last < first:
        return []
    room = room_of(session.venue) if session.venue_id else None
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    usual = [day for day in days if day == wanted.starts_at.date() or not is_free(day)]
    windows = [window for day in usual if (window := _window(day, wanted, room, timezone.localtime(now)))]
    return nearest_free(wanted, windows, _busy(session, room, people, midnight(first), midnight(last + timedelta(days=1))),
                        most=limit)


def _window(day, wanted, room, now):
    """Return when one may meet on the day, or None: the usual hours, stretched to those wanted, inside the room's."""
    begin, end = min(DAY[0], wanted.starts_at.time()), max(DAY[1], wanted.ends_at.time())
    if room is not None and room.opening:
        hours = room.opening.get(day.weekday())
        if not hours:
            return None
        begin, end = max(begin, hours[0]), min(end, hours[1])
    if room is not None and room.closed_on is not None and day >= room.closed_on:
        return None
    first, last = (timezone.make_aware(datetime.combine(day, moment)) for moment in (begin, end))
    first = max(first, now)
    return Span(first, last) if first < last else None


def _busy(session, room, people, first, last):
    """Return the times taken between two moments, for this session. Three queries."""
    near = Q(cohort=session.cohort_id)
    if session.venue_id:
        near |= Q(venue=session.venue_id)
    if session.trainer_id:
        near |= Q(trainer=session.trainer_id)
    others = list(overlapping(first, last, but=[session.pk] if session.pk else ()).filter(near))
    seats = _seats_of(others)
    spans = [
        Span(timezone.localtime(other.starts_at), timezone.localtime(other.ends_at)) for other in others
        if _in_the_way(other, session, room, people + seats[other.pk])
    ]
    if session.trainer_id:
        spans += [
            Span(timezone.localtime(starts_at), timezone.localtime(ends_at)) for starts_at, ends_at in
            TrainerAbsence.objects.filter(person=session.trainer_id, starts_at__lt=last, ends_at__gt=first).values_list(
                "starts_at", "ends_at")
        ]
    return spans


def _in_the_way(other, session, room, together):
    if session.trainer_id and other.trainer_id == session.trainer_id:
        return True
    if room is not None and other.venue_id == room.pk and (not room.shared or together > room.capacity):
        return True
    if other.cohort_id != session.cohort_id:
        return False
    return other.group_id is None or session.group_id is None or other.group_id == session.group_id
