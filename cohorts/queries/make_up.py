"""Missed sessions, and what makes up for them: sessions of other classes with a seat left, lessons of the class."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from cohorts.enums import SEATED, AttendanceStatus, EnrolmentState, MakeUpState
from cohorts.models import AttendanceMark, ClassSession, Enrolment, MakeUp, TimetableVersion
from cohorts.queries.guests import EXPECTED
from cohorts.queries.policy import policies
from cohorts.rules.attendance import EARNING, counts_as
from cohorts.rules.make_up import free_seats
from courses.models import Lesson, LessonProgress
from lms.people.enums import Role

LIVING = (MakeUpState.CHOSEN, MakeUpState.HANDED_IN, MakeUpState.DONE)
AT_MOST = 12  # offers of either kind
NAMES = ("enrolment__person", "enrolment__organisation", "enrolment__cohort__organiser", "enrolment__cohort__class_teacher",
         "session", "other__cohort", "other__venue", "decided_by")


@dataclass(frozen=True)
class Missed:
    """A session that someone missed, the mark that says so, and how it is being made up (None when it is not)."""

    enrolment: Enrolment
    session: ClassSession
    mark: AttendanceMark
    make_up: MakeUp | None


@dataclass(frozen=True)
class Offer:
    """A session of another class at which the missed one can be made up, with the seats left for guests."""

    session: ClassSession
    free: int


def missed_of(person):
    """Return what ``person`` missed in classes that go on, the latest first. Four queries."""
    book = policies()
    marks = (
        AttendanceMark.objects.current()
        .filter(enrolment__person=person, enrolment__state=EnrolmentState.ENROLLED, enrolment__cohort__closed_at=None,
                session__closed_at__isnull=False)
        .exclude(status=AttendanceStatus.UNDONE).select_related("session", "enrolment__cohort").order_by("-session__starts_at")
    )
    chosen = {
        (row.enrolment_id, row.session_id): row for row in
        MakeUp.objects.filter(enrolment__person=person, state__in=LIVING).select_related("other__cohort", "other__venue")
        .prefetch_related("lessons")
    }
    return [
        Missed(mark.enrolment, mark.session, mark, chosen.get((mark.enrolment_id, mark.session_id)))
        for mark in marks
        if mark.session.cohort_id == mark.enrolment.cohort_id and _missed(mark, book)
    ]


def _missed(mark, book):
    policy = book.on(timezone.localdate(mark.session.starts_at))
    return counts_as(mark.status, mark.late_minutes, policy) not in EARNING


def sessions_for(enrolment, session, *, now):
    """Return the :class:`Offer` of each coming session that teaches the same, the nearest first. Five queries.

    The same is the same module, or the same title, in another class of the same programme whose timetable says so; not in a
    class in which the person has a seat.
    """
    same = Q(title=session.title) | (Q(module=session.module_id) if session.module_id else Q(pk__in=[]))
    mine = Enrolment.objects.filter(person=enrolment.person_id, state__in=SEATED)
    programme = enrolment.cohort.programme_id
    if programme is None:
        return []
    found = list(
        ClassSession.objects.open()
        .filter(same, cohort__programme=programme, cohort__cancelled_at=None, cohort__closed_at=None, group=None,
                starts_at__gt=now)
        .exclude(cohort__in=mine.values("cohort")).exclude(cohort=enrolment.cohort_id)
        .select_related("cohort__organiser", "venue").order_by("starts_at", "pk")[:AT_MOST]
    )
    told = _told({one.cohort_id for one in found})
    found = [one for one in found if one.pk in told]
    seats = _counts(Enrolment.objects.filter(cohort__in=[one.cohort_id for one in found], state__in=SEATED), "cohort_id")
    guests = _counts(MakeUp.objects.filter(other__in=found, state__in=EXPECTED), "other_id")
    return [
        Offer(one, free_seats(
            quota=one.cohort.quota, capacity=one.venue.capacity if one.venue else None,
            seated=seats.get(one.cohort_id, 0), guests=guests.get(one.pk, 0),
        ))
        for one in found
    ]


def _told(cohorts):
    """Return the ids of the meetings that these cohorts have published."""
    versions = TimetableVersion.objects.filter(cohort__in=cohorts, current=True).values_list("meetings", flat=True)
    return {meeting["id"] for meetings in versions for meeting in meetings if not meeting.get("cancelled")}


def _counts(rows, column):
    return dict(rows.order_by().values_list(column).annotate(Count("pk")))


def lessons_for(enrolment):
    """Return the lessons that can make up for a session: unfinished ones of the class's courses and their themes. One query."""
    done = LessonProgress.objects.done().filter(person=enrolment.person_id).values("lesson")
    own = Q(course__syllabuses__cohorts=enrolment.cohort_id) | Q(course__programmes__cohorts=enrolment.cohort_id)
    themes = (
        Lesson.objects.filter(own).exclude(course__theme="").order_by().values("course__theme").distinct()
    )
    person = enrolment.person
    near = Q(pk__in=Lesson.objects.listed_for(person).filter(course__theme__in=themes).values("pk"))
    offered = Lesson.objects.active().filter(own | near, published_at__isnull=False)
    return list(
        Lesson.objects.filter(pk__in=offered.values("pk")).exclude(pk__in=done).exclude(url="").select_related("course")
        .order_by("course__order", "course__title_key", "order", "pk")[:AT_MOST]
    )


def lessons_of(make_ups, person):
    """Return ``{make-up id: [(lesson, is it finished)]}`` of one person's make-ups. Two queries."""
    rows = list(
        MakeUp.lessons.through.objects.filter(makeup__in=make_ups).select_related("lesson").order_by("lesson__order", "lesson")
    )
    done = set(
        LessonProgress.objects.done().filter(person=person, lesson__in=[row.lesson_id for row in rows])
        .values_list("lesson_id", flat=True)
    )
    found = defaultdict(list)
    for row in rows:
        found[row.makeup_id].append((row.lesson, row.lesson_id in done))
    return found


def unfinished_lessons(make_up):
    """Return how many lessons of the make-up are neither finished nor taken down since."""
    done = LessonProgress.objects.done().filter(person=make_up.enrolment.person_id).values("lesson")
    return make_up.lessons.filter(retired_at=None).exclude(pk__in=done).count()


def make_ups_for(user):
    """Make-ups that ``user`` sees, with what their pages name."""
    return MakeUp.objects.visible_to(user).select_related(*NAMES).prefetch_related("lessons")


def make_ups_waiting(user):
    """The notes that were handed in to ``user``, the oldest on top; never one's own."""
    mine = Q(enrolment__cohort__class_teacher=user) if user.scope.holds(Role.TRAINER) else Q(pk__in=[])
    for path in user.scope.paths(Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT):
        mine |= Q(enrolment__cohort__organiser__path__startswith=path)
    return (
        make_ups_for(user).filter(mine, state=MakeUpState.HANDED_IN).exclude(enrolment__person=user).order_by("chosen_at", "pk")
    )
