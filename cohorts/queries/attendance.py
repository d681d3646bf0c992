"""Reads about one session: who is of the class, what is marked, how check-in goes."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from cohorts.enums import ATTENDED, OWN_DEVICE, SEATED, AttendanceStatus
from cohorts.models import AttendanceMark, ClassSession, DeviceDecision, Enrolment, Leave, MakeUp
from cohorts.queries.guests import guest_places, guest_sessions, guests_of
from cohorts.queries.leave import on_leave
from cohorts.queries.policy import policy_of, policy_on
from cohorts.rules.attendance import shared_devices, tally
from cohorts.rules.check_in import Window
from lms.people.enums import Role


@dataclass
class Row:
    """A person of the class and the mark that stands for them: None without one, or when it was taken back."""

    enrolment: Enrolment
    mark: AttendanceMark | None
    leave: Leave | None = None
    guest: MakeUp | None = None

    @property
    def status(self):
        return self.mark.status if self.mark else ""


def sessions_for(user):
    """Sessions that ``user`` may see, with what their pages name."""
    return ClassSession.objects.visible_to(user).select_related(
        "cohort__organiser", "cohort__programme", "cohort__class_teacher", "venue", "trainer", "closed_by"
    )


def window_of(session, policy=None):
    """When people can check in to ``session``; with its cohort it is closed and cancelled too.

    ``policy`` are the rules of its day; without it one query.
    """
    return Window(
        session.starts_at, session.ends_at, closed=bool(session.closed_at or session.cohort.closed_at),
        cancelled=bool(session.cancelled_at or session.cohort.cancelled_at), policy=policy or policy_of(session),
    )


def seats_of(session):
    """The enrolments of those who are expected at ``session``: the whole class, or the group that meets; and guests."""
    own = Q(cohort_id=session.cohort_id, state__in=SEATED)
    if session.group_id:
        own &= Q(group_id=session.group_id)
    return Enrolment.objects.filter(own | Q(pk__in=guest_places(session)))


def standing_marks(session, enrolments=None):
    """Return ``{enrolment id: mark}`` of the marks that stand at ``session``; one that was taken back stands no more."""
    marks = AttendanceMark.objects.current().filter(session=session).exclude(status=AttendanceStatus.UNDONE)
    if enrolments is not None:
        marks = marks.filter(enrolment__in=enrolments)
    return {mark.enrolment_id: mark for mark in marks.select_related("recorded_by")}


def session_rows(session, user):
    """Return the :class:`Row` of everyone expected whom ``user`` may see, in the order of their names. Four queries."""
    seen = Q(pk__in=Enrolment.objects.visible_to(user).values("pk"))
    if user.scope.holds(Role.TRAINER, Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT):  # guests come from elsewhere
        seen |= Q(pk__in=guest_places(session))
    enrolments = (
        seats_of(session).filter(seen)
        .select_related("person", "organisation", "group").order_by("person__name_key", "pk")
    )
    marks = standing_marks(session)
    leaves, guests = on_leave(session), guests_of(session)
    return [
        Row(enrolment, marks.get(enrolment.pk), leaves.get(enrolment.pk), guests.get(enrolment.pk)) for enrolment in enrolments
    ]


def counts(rows):
    return tally([row.status for row in rows if row.mark], len(rows))


def devices_of(session):
    """Return the enrolments that checked in with one phone each, by the phone, where they are several. One query.

    The tablet by the door and the trainer's own phone stand for many, and are meant to.
    """
    uses = AttendanceMark.objects.filter(session=session, method__in=OWN_DEVICE).exclude(device="").order_by("pk")
    return shared_devices(uses.values_list("device", "enrolment_id"))


@dataclass
class Phone:
    """A phone that checked in several people, of whom ``people`` are those the reader sees, and what was decided about it."""

    device: str
    people: list
    decisions: list
    is_open: bool

    @property
    def names(self):
        return [enrolment.person.name for enrolment in self.people]


def phones_of(session, rows):
    """Return the :class:`Phone` of each phone that stands for several of the people in ``rows``. Two queries."""
    seen, decided = {row.enrolment.pk: row.enrolment for row in rows}, {}
    for decision in DeviceDecision.objects.filter(session=session).select_related("decided_by"):
        decision.taken_back = [seen[pk].person.name for pk in decision.withdrawn if pk in seen]
        decided.setdefault(decision.device, []).append(decision)
    found = []
    for device, group in devices_of(session).items():
        people, decisions = [seen[pk] for pk in group if pk in seen], decided.get(device, [])
        if len(people) > 1:
            found.append(Phone(device, people, decisions, not settled(group, decisions)))
    return found


def settled(group, decisions):
    """Tell whether somebody decided about everyone for whom a phone stands."""
    return any(set(group) <= set(decision.enrolments) for decision in decisions)


def arrivals(session, last=8):
    """Return ``(there, enrolled, newest)``: who is there, of how many, and the names that came last. Two queries."""
    enrolled = seats_of(session).count()
    there = AttendanceMark.objects.current().filter(session=session, status__in=ATTENDED, enrolment__state__in=SEATED)
    names = list(there.order_by("-pk").values_list("enrolment__person__name", flat=True))
    return len(names), enrolled, names[:last]


def chain_of(session, enrolment):
    """Return all marks of a person at a session, the first one first."""
    return list(
        AttendanceMark.objects.filter(session=session, enrolment=enrolment).select_related("recorded_by").order_by("pk")
    )


def sessions_to_check_in(person, now):
    """Return the person's sessions whose check-in is open at ``now``, the one that started last first. Two queries."""
    before = timedelta(minutes=policy_on(timezone.localdate(now)).opens_before)
    mine = Enrolment.objects.filter(person=person, state__in=SEATED)
    return list(
        ClassSession.objects.open().select_related("cohort__organiser", "venue")
        .filter(
            Q(group=None, cohort__in=mine.values("cohort_id")) | Q(group__in=mine.values("group_id"))
            | Q(pk__in=guest_sessions(person)),
            starts_at__lte=now + before, ends_at__gt=now,
        )
        .order_by("-starts_at", "-pk")
    )
