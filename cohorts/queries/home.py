"""What the trainee's first page shows: their posts, what is due and by when, the meetings that are open for check-in."""

from datetime import timedelta

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate
from cohorts.models import AttendanceMark
from cohorts.rules.due import ASSIGNMENT, COURSE, EXAM, Due
from courses.enums import WorkState
from courses.models import CourseEnrolment
from courses.queries import syllabus_state, taken_from
from courses.queries.assignments import handed_in_by
from courses.queries.exams import results_for
from courses.rules.results import NOTHING
from lms.people.models import Person

REMEMBERED = timedelta(days=30)  # how long a person is told that something they were learning was taken down


def posts_of(person):
    """Return the posts the person holds today. One query."""
    return list(person.appointments.current().select_related("organisation").order_by("position", "pk"))


def due_of(person, enrolments):
    """Return a ``rules.due.Due`` for each course, exam and assignment that running classes ask for. At most four queries.

    ``enrolments`` are the person's, with their cohort's programme, exam, assignment and syllabuses at hand.
    """
    syllabuses = {
        syllabus.pk: syllabus for place in enrolments for syllabus in place.cohort.syllabuses.all()
    }
    states = syllabus_state([person.pk], syllabuses.values())[person.pk] if syllabuses else {}
    items = [
        Due(COURSE, syllabus.course_id, syllabus.course.title, syllabus.course.url, place.cohort.ends_on,
            states[syllabus.pk].done, states[syllabus.pk].required)
        for place in enrolments for syllabus in place.cohort.syllabuses.all()
    ]
    exams = [(place.cohort.programme.exam, place.cohort.ends_on) for place in enrolments if _asks_exam(place.cohort)]
    results = results_for(person, [exam for exam, _ in exams])
    for exam, by in exams:
        result = results.get(exam.pk, NOTHING)
        items.append(Due(
            EXAM, exam.pk, exam.title, reverse("courses:exam", args=[exam.pk]), by, result.percent or 0, exam.pass_percent,
            passed=result.passed, tried=result.attempts, waits=result.percent is None and result.waiting > 0,
        ))
    return items + _assignments(person, enrolments)


def _assignments(person, enrolments):
    """What is to be handed in. One query, none when the classes ask for nothing."""
    asked = {
        place.cohort.programme.assignment for place in enrolments
        if place.cohort.programme and place.cohort.programme.assignment and place.cohort.programme.assignment.is_open
    }
    states = handed_in_by(person, asked) if asked else {}
    return [
        Due(ASSIGNMENT, row.pk, row.title, reverse("courses:assignment", args=[row.pk]), timezone.localdate(row.due_at), 0, 1,
            passed=states.get(row.pk) in (WorkState.HANDED_IN, WorkState.MARKED),
            tried=int(states.get(row.pk) == WorkState.RETURNED))
        for row in asked
    ]


def _asks_exam(cohort):
    return bool(cohort.programme and cohort.programme.exam and cohort.programme.exam.is_open)


def marked_sessions(person, sessions):
    """Return those of the ids of ``sessions`` where the person has been marked. One query."""
    marks = AttendanceMark.objects.filter(enrolment__person=person, session__in=sessions)
    return set(marks.values_list("session_id", flat=True))


def counts_of(person):
    """Return ``(courses joined, certificates held)``. One query."""
    joined = CourseEnrolment.objects.standing().filter(person=OuterRef("pk")).order_by().values("person")
    held = Certificate.objects.valid().filter(person=OuterRef("pk")).order_by().values("person")
    return Person.objects.filter(pk=person.pk).values_list(
        *(Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0) for rows in (joined, held))
    ).get()


def lately_taken(person, now):
    """Return the lesson that was taken down under the person's hands within the last month, or None. One query."""
    return next(iter(taken_from(person, now - REMEMBERED)), None)
