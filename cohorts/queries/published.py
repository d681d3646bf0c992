"""What trainees and trainers are told of the timetable: the current published version of each cohort."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.db.models import Q

from cohorts.enums import SEATED, SessionKind
from cohorts.models import ClassSession, Cohort, Enrolment, MakeUp, TimetableVersion
from cohorts.queries.guests import expected_make_ups
from cohorts.rules.versions import concerned, difference, next_meetings

LOOK = ("cohort__title", "cohort__cancelled_at", "meetings", "published_at")

DAY = timedelta(days=1)


@dataclass(frozen=True)
class PublishedMeeting:
    """A meeting as it was told. ``pk`` is that of its ``ClassSession``; names are as they were on that day.

    ``guest``: whom it is told comes from another class, to make up for a meeting missed there.
    """

    pk: int
    title: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    venue: int | None
    venue_name: str
    address: str
    trainer: int | None
    trainer_name: str
    group: int | None
    group_name: str
    cancelled: bool
    revision: int
    revised_at: datetime
    cohort_id: int
    cohort_title: str
    guest: bool = False

    @property
    def kind_label(self):
        return SessionKind(self.kind).label


def published_of(person, *, since=None):
    """Return what the person is told of the classes they have a seat in, in order of time. Two queries.

    A meeting of one group is told to that group. Meetings of other classes to which they come as a guest stand among them.
    ``since`` leaves out what was over by then.
    """
    rows = Enrolment.objects.filter(
        person=person, state__in=SEATED, cohort__versions__current=True
    ).values_list("group_id", "cohort_id", *(f"cohort__{name}" for name in ("title", "cancelled_at")),
                  "cohort__versions__meetings", "cohort__versions__published_at")
    found = [
        meeting for group, *version in rows for meeting in _meetings(*version)
        if meeting.group is None or meeting.group == group
    ]
    return _in_order(found + _as_guest(person), since)


def _as_guest(person):
    """The meetings of other classes at which the person makes up for one they missed. One query."""
    rows = MakeUp.objects.filter(
        pk__in=expected_make_ups(person), other__cohort__versions__current=True
    ).values_list("other_id", "other__cohort_id", *(f"other__cohort__{name}" for name in ("title", "cancelled_at")),
                  "other__cohort__versions__meetings", "other__cohort__versions__published_at")
    return [
        replace(meeting, guest=True) for session, *version in rows for meeting in _meetings(*version) if meeting.pk == session
    ]


def published_for_staff(person, *, since=None):
    """Return what the person is told of the meetings they teach, and of the classes they lead. One query."""
    taught = ClassSession.objects.filter(trainer=person).values("cohort_id")
    led = Cohort.objects.filter(class_teacher=person).values("pk")
    rows = TimetableVersion.objects.filter(Q(cohort__in=taught) | Q(cohort__in=led), current=True).values_list(
        "cohort__class_teacher_id", "cohort_id", *LOOK
    )
    found = [
        meeting for teacher, *version in rows for meeting in _meetings(*version)
        if person.pk in (teacher, meeting.trainer)
    ]
    return _in_order(found, since)


def published_in(cohort, *, group=None):
    """Return what is told of a cohort in order of time, or None when it was never published. One query.

    With the key of a ``group``: what its people are told.
    """
    row = TimetableVersion.objects.filter(cohort=cohort, current=True).values_list("cohort_id", *LOOK).first()
    if row is None:
        return None
    return _in_order([m for m in _meetings(*row) if group is None or m.group in (None, group)])


def published_between(first, last):
    """Return what was told of the meetings that begin after ``first`` and until ``last``, of all cohorts. One query."""
    rows = TimetableVersion.objects.filter(
        current=True, cohort__closed_at=None, cohort__starts_on__lte=last.date() + DAY, cohort__ends_on__gte=first.date() - DAY
    ).values_list("cohort_id", *LOOK)
    return _in_order([m for row in rows for m in _meetings(*row) if first < m.starts_at <= last])


def _in_order(found, since=None):
    return sorted(
        (meeting for meeting in found if since is None or meeting.ends_at > since), key=lambda m: (m.starts_at, m.pk)
    )


def _meetings(cohort_id, cohort_title, off_at, meetings, published_at):
    for meeting in meetings:
        newly_off = off_at is not None and not meeting.get("cancelled", False)
        revised = meeting.get("revised_at")
        yield PublishedMeeting(
            pk=meeting["id"], title=meeting["title"], kind=meeting["kind"],
            starts_at=datetime.fromisoformat(meeting["starts_at"]), ends_at=datetime.fromisoformat(meeting["ends_at"]),
            minutes=meeting["minutes"], venue=meeting["venue"], venue_name=meeting["venue_name"], address=meeting["address"],
            trainer=meeting["trainer"], trainer_name=meeting["trainer_name"], group=meeting["group"],
            group_name=meeting["group_name"], cancelled=newly_off or meeting.get("cancelled", False),
            # The cohort was cancelled as a whole: calendar programs take that for another change.
            revision=meeting["revision"] + newly_off,
            revised_at=off_at if newly_off else datetime.fromisoformat(revised) if revised else published_at,
            cohort_id=cohort_id, cohort_title=cohort_title,
        )


def as_planned(session):
    """Return a session (cohort, venue, trainer and group at hand) in the shape of what is told, whether it was told or not."""
    cohort = session.cohort
    return next(_meetings(cohort.pk, cohort.title, cohort.cancelled_at, [snapshot(session)], session.revised_at))


def planned_in(cohort):
    """Return the plan of a cohort as ``rules.versions`` compares it, cancelled meetings among it. One query."""
    sessions = ClassSession.objects.filter(cohort=cohort).select_related("venue", "trainer", "group").order_by("starts_at", "pk")
    return [snapshot(session) for session in sessions]


def snapshot(session):
    """Return a session, with venue, trainer and group at hand, as a version keeps it."""
    venue, trainer, group = session.venue, session.trainer, session.group
    return {
        "id": session.pk, "title": session.title, "kind": str(session.kind),
        "starts_at": _iso(session.starts_at), "ends_at": _iso(session.ends_at),
        "venue": session.venue_id, "venue_name": venue.name if venue else session.place,
        "address": venue.address if venue else "",
        "trainer": session.trainer_id, "trainer_name": trainer.name if trainer else "",
        "group": session.group_id, "group_name": group.name if group else "",
        "minutes": session.minutes, "revision": session.revision, "revised_at": _iso(session.revised_at),
    } | ({"cancelled": True} if session.cancelled_at else {})


def _iso(moment):
    return moment.astimezone(UTC).isoformat()


def unpublished_in(cohort):
    """Return the changes that are planned and not told yet (``rules.versions.difference``). Two queries."""
    current = TimetableVersion.objects.filter(cohort=cohort, current=True).first()
    told = current.meetings if current else []
    return difference(told, next_meetings(told, planned_in(cohort)))


def concerned_in(cohort, changes):
    """Return how many trainees and how many trainers these changes concern. One query."""
    concern = concerned(changes)
    groups = Enrolment.objects.seated().filter(cohort=cohort).values_list("group_id", flat=True)
    return {"trainees": sum(concern.of_trainee(group) > 0 for group in groups), "trainers": len(concern.trainers)}
