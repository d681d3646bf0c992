"""What meetings are judged by: everything near them in time that wants the same room, trainer, cohort or people."""

from collections import Counter, defaultdict
from datetime import datetime, time, timedelta
from itertools import combinations, product

from django.db.models import Count, Q
from django.utils import timezone

from cohorts.enums import SessionKind, VenueKind
from cohorts.holidays import days_of
from cohorts.models import ClassSession, Cohort, Enrolment, TrainerAbsence, TrainerProfile, Venue
from cohorts.rules.calendar import Span
from cohorts.rules.clashes import Facts, Meeting, Room, clashes_of, opening_of
from cohorts.rules.term import clashes_of_term

COLUMNS = ("pk", "starts_at", "ends_at", "cohort_id", "title", "venue_id", "trainer_id", "kind", "group_id")


def overlapping(starts_at, ends_at, *, but=()):
    """Meetings, not cancelled, that are on at some moment between the two; those with the ids ``but`` are left out."""
    found = ClassSession.objects.filter(cancelled_at=None, starts_at__lt=ends_at, ends_at__gt=starts_at)
    return found.exclude(pk__in=but) if but else found


def clashes_for(session):
    """Return the clashes (``cohorts.rules.clashes``) of a session as it stands in memory, saved or not."""
    return clashes_for_all([session])[0]


def clashes_for_all(sessions):
    """Return the clashes of each of some sessions of one cohort as they stand in memory, saved or not; also with each other.

    Seven queries, however many sessions.
    """
    cohort = sessions[0].cohort
    first, last = _weeks(min(s.starts_at for s in sessions), max(s.ends_at for s in sessions))
    shared = _shared_with(cohort, first, last)
    near = Q(cohort=cohort.pk) | Q(cohort__in={other for _, found in shared.items() for other, _ in found})
    near |= Q(venue__in={s.venue_id for s in sessions if s.venue_id})
    near |= Q(trainer__in={s.trainer_id for s in sessions if s.trainer_id})
    own = [session.pk for session in sessions if session.pk]
    rows = list(overlapping(first, last, but=own).filter(near).values_list(*COLUMNS))
    seats = _seats({row[3] for row in rows} | {cohort.pk})
    meetings = [_meeting(row, seats) for row in [*rows, *(_row(session) for session in sessions)]]
    rooms = {s.venue_id: room_of(s.venue) for s in sessions if s.venue_id}
    trainers = _Trainers({s.trainer_id for s in sessions if s.trainer_id}, meetings, first, last)
    days = days_of({timezone.localdate(session.starts_at) for session in sessions})
    judged = meetings[len(rows):]
    return [
        clashes_of(
            meeting, others=meetings[:len(rows)] + judged[:place] + judged[place + 1:],
            facts=Facts(
                room=rooms.get(meeting.venue), quota=cohort.quota, days=(cohort.starts_on, cohort.ends_on),
                shared_people=shared.get(meeting.group, {}),
                away=trainers.away(meeting), load=trainers.load(meeting), day=days[meeting.starts_at.date()],
            ),
        )
        for place, meeting in enumerate(judged)
    ]


def clashes_between(first, last, *, of=None):
    """Return ``{session id: clashes}`` of every meeting that begins between two moments, as judged one by one.

    ``of`` are the ids of the cohorts whose meetings are asked for. Seven queries, however many there are.
    """
    begin, end = _weeks(first, last)
    within = ClassSession.objects.filter(cancelled_at=None, starts_at__lt=end, ends_at__gt=begin)
    rows = list(within.order_by("starts_at", "pk").values_list(*COLUMNS))
    cohorts = {
        pk: (quota, days) for pk, quota, *days in Cohort.objects.filter(pk__in=within.values("cohort_id")).values_list(
            "pk", "quota", "starts_on", "ends_on")
    }
    seats = _seats(within.values("cohort_id"))
    meetings = [_meeting(row, seats) for row in rows]
    rooms = {venue.pk: room_of(venue) for venue in Venue.objects.filter(pk__in=within.values("venue_id"))}
    trainers = _Trainers(within.values("trainer_id"), meetings, begin, end)
    days = days_of({meeting.starts_at.date() for meeting in meetings})
    pairs = _shared_pairs(within.values("cohort_id"), {meeting.people for meeting in meetings}, of)
    shared = defaultdict(dict)
    for (one, other), count in pairs.items():
        shared[one][other] = shared[other][one] = count

    def facts_of(meeting):
        quota, (starts_on, ends_on) = cohorts[meeting.cohort]
        return Facts(
            room=rooms.get(meeting.venue), quota=quota, days=(starts_on, ends_on), shared_people=shared.get(meeting.people, {}),
            away=trainers.away(meeting), load=trainers.load(meeting), day=days[meeting.starts_at.date()],
        )

    asked = {row[0] for row in rows if first <= row[1] < last and (of is None or row[3] in of)}
    return clashes_of_term(meetings, facts_of, shared_people=pairs, asked=asked)


def room_of(venue):
    """Return a venue (a row) as the rules know it."""
    return Room(venue.pk, venue.capacity, venue.kind == VenueKind.OPEN_SITE, venue.closed_on, opening_of(venue.opening))


class _Trainers:
    """The times away, the limits and the meetings a week of some trainers. Two queries."""

    def __init__(self, trainers, meetings, first, last):
        self.spans = defaultdict(list)
        for person, starts_at, ends_at in TrainerAbsence.objects.filter(
                person__in=trainers, starts_at__lt=last, ends_at__gt=first).values_list("person_id", "starts_at", "ends_at"):
            self.spans[person].append(Span(timezone.localtime(starts_at), timezone.localtime(ends_at)))
        self.limits = dict(TrainerProfile.objects.filter(person__in=trainers, sessions_a_week__gt=0).values_list(
            "person_id", "sessions_a_week"))
        self.weeks = Counter(_week(meeting) for meeting in meetings if meeting.trainer in self.limits)

    def away(self, meeting):
        return tuple(self.spans.get(meeting.trainer, ()))

    def load(self, meeting):
        most = self.limits.get(meeting.trainer, 0)
        return (self.weeks[_week(meeting)], most) if most else (0, 0)


def _week(meeting):
    return meeting.trainer, meeting.starts_at.isocalendar()[:2]


def _weeks(starts_at, ends_at):
    """Return the beginning of the week of the first moment and the end of the week of the last."""
    first, last = timezone.localdate(starts_at), timezone.localdate(ends_at)
    first -= timedelta(days=first.weekday())
    last += timedelta(days=7 - last.weekday())
    return tuple(timezone.make_aware(datetime.combine(day, time.min)) for day in (first, last))


def _row(session):
    return tuple(getattr(session, name) for name in COLUMNS)


def _meeting(row, seats):
    pk, starts_at, ends_at, cohort, title, venue, trainer, kind, group = row
    return Meeting(
        pk=pk, starts_at=timezone.localtime(starts_at), ends_at=timezone.localtime(ends_at), cohort=cohort, title=title,
        venue=venue, trainer=trainer, group=group, split=kind == SessionKind.BREAKOUT, seats=seats.get((cohort, group), 0),
    )


def _seats(cohorts):
    """Return how many people sit in each cohort and each group of it: ``{(cohort, group or None): people}``. One query."""
    seats = Counter()
    counted = Enrolment.objects.seated().filter(cohort__in=cohorts).order_by().values_list("cohort_id", "group_id")
    for cohort, group, count in counted.annotate(Count("pk")):
        seats[cohort, None] += count
        if group is not None:
            seats[cohort, group] += count
    return seats


def _shared_with(cohort, first, last):
    """Return whom the cohort shares: ``{own group or None for all: {(other cohort, group or None): people}}``. One query.

    Only cohorts that meet between the two moments matter.
    """
    here = Enrolment.objects.seated().filter(cohort=cohort.pk)
    others = overlapping(first, last).exclude(cohort=cohort.pk).values("cohort_id")
    groups = dict(here.values_list("person_id", "group_id"))
    shared = defaultdict(Counter)
    for person, other, other_group in Enrolment.objects.seated().filter(
            person__in=here.values("person_id"), cohort__in=others).values_list("person_id", "cohort_id", "group_id"):
        for own in {None, groups.get(person)}:
            for group in {None, other_group}:
                shared[own][other, group] += 1
    return shared


def _shared_pairs(cohorts, keys, of):
    """Return how many people sit in both of two of the ``keys`` (``Meeting.people``) of different cohorts. One query."""
    if of is None:
        seated = Enrolment.objects.seated().filter(cohort__in=cohorts)
    else:  # by their few people: cohorts that do not meet have no key
        people = Enrolment.objects.seated().filter(cohort__in=of).values("person_id")
        seated = Enrolment.objects.seated().filter(person__in=people)
    held = defaultdict(list)
    for person, cohort, group in seated.values_list("person_id", "cohort_id", "group_id").iterator(chunk_size=10_000):
        held[person].append((cohort, group))
    pairs = Counter()
    for several in held.values():
        for one, other in combinations(several, 2):
            for pair in product({(one[0], None), one} & keys, {(other[0], None), other} & keys):
                pairs[tuple(sorted(pair, key=_order))] += 1
    return pairs


def _order(key):
    cohort, group = key
    return cohort, group or 0
