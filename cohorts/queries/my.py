"""What a trainee's own pages show: their classes, the next meeting, what is due."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from cohorts.enums import EnrolmentState
from cohorts.models import AttendanceMark, ClassSession, Enrolment
from cohorts.queries.published import PublishedMeeting, published_in, published_of
from courses.models import Course, CourseEnrolment, LessonProgress, Syllabus
from courses.queries import progress_of_courses, syllabus_state

NEXT = 3
NO_GROUP = 0  # no group has this key: the meetings of the whole cohort alone


def my_enrolments(person):
    """The person's places, the latest class first; withdrawn ones left out."""
    return (
        Enrolment.objects.filter(person=person).exclude(state=EnrolmentState.WITHDRAWN)
        .select_related(
            "cohort__programme__exam", "cohort__programme__assignment", "cohort__organiser", "cohort__class_teacher",
            "organisation",
        )
        .order_by("-cohort__starts_on", "-pk")
    )


def next_meetings(person, now, limit=NEXT):
    """The published meetings of the person's classes that are not over, the nearest first. Three queries."""
    ahead = [meeting for meeting in published_of(person, since=now) if not meeting.cancelled]
    closed = set(ClassSession.objects.exclude(closed_at=None).filter(
        pk__in=[meeting.pk for meeting in ahead]).values_list("pk", flat=True))
    return [meeting for meeting in ahead if meeting.pk not in closed][:limit]


def next_of(place, now):
    """Return the next published meeting of the class for whoever has this place, or None. Two queries."""
    told = [meeting for meeting in published_in(place.cohort_id, group=place.group_id or NO_GROUP) or ()
            if not meeting.cancelled and meeting.ends_at > now]
    keys = [one.pk for one in told]
    closed = set(ClassSession.objects.filter(pk__in=keys).exclude(closed_at=None).values_list("pk", flat=True))
    return min((one for one in told if one.pk not in closed), key=lambda one: one.starts_at, default=None)


@dataclass(frozen=True)
class MyMeeting:
    """A meeting as it was published, with the person's current mark, or None; ``closed`` once its marks are settled."""

    told: PublishedMeeting
    mark: AttendanceMark | None
    closed: bool

    def takes_marks(self, now, opens_before):
        open_now = self.told.starts_at - opens_before <= now < self.told.ends_at
        return open_now and self.mark is None and not self.closed and not self.told.cancelled


def my_meetings(place):
    """Return what is told of the class to whoever has this place, as ``MyMeeting``; None before the first publishing.

    Three queries.
    """
    told = published_in(place.cohort_id, group=place.group_id or NO_GROUP)
    if told is None:
        return None
    marks = {mark.session_id: mark for mark in AttendanceMark.objects.current().filter(enrolment=place)}
    closed = set(ClassSession.objects.filter(cohort=place.cohort_id).exclude(closed_at=None).values_list("pk", flat=True))
    return [MyMeeting(meeting, marks.get(meeting.pk), meeting.pk in closed) for meeting in told]


@dataclass(frozen=True)
class DueCourse:
    """A course that a running class asks for, and how much of the class's version of it is done."""

    course: Course
    done: int
    required: int

    @property
    def complete(self):
        return self.done >= self.required


def courses_due(person, cohorts):
    """The courses that the given classes ask for, each once, unfinished ones first. Constant queries."""
    syllabuses = {}
    for cohort in cohorts:
        for syllabus in cohort.syllabuses.all():
            syllabuses[syllabus.course_id] = syllabus
    states = syllabus_state([person.pk], syllabuses.values())[person.pk]
    due = [
        DueCourse(syllabus.course, states[syllabus.pk].done, states[syllabus.pk].required)
        for syllabus in syllabuses.values()
    ]
    return sorted(due, key=lambda item: (item.complete, item.course.order, item.course.pk))


def my_courses(person):
    """Return the courses that the person joined, began, or has to learn for a running class: unfinished ones first.

    Each has ``progress``, ``joined`` and ``asked`` (a running class asks for it); what was taken down stays listed for
    whoever joined it. Three queries and one for the categories.
    """
    joined = CourseEnrolment.objects.standing().filter(person=person, course=OuterRef("pk"))
    places = Enrolment.objects.filter(person=person, state=EnrolmentState.ENROLLED, cohort__closed_at=None)
    asked = Syllabus.objects.filter(course=OuterRef("pk"), cohorts__in=places.values("cohort"))
    begun = LessonProgress.objects.filter(person=person, lesson__course=OuterRef("pk"))
    rows = list(
        Course.objects.annotate(joined=Exists(joined), asked=Exists(asked), begun=Exists(begun))
        .filter(Q(joined=True) | Q(asked=True, retired_at=None) | Q(begun=True, retired_at=None))
        .select_related("series").prefetch_related("categories").order_by("order", "title_key", "pk")
    )
    progress = progress_of_courses(person, rows) if rows else {}
    for row in rows:
        row.progress = progress[row.pk]
    return sorted(rows, key=lambda row: (row.progress.complete, not row.asked, not row.begun))
