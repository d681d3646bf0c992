"""How a trainee mends what is missing in a class: where to go next for each reason."""

from dataclasses import dataclass

from django.urls import reverse

from cohorts.queries.make_up import missed_of
from cohorts.queries.my import next_of
from cohorts.rules.standing import mends
from courses.models import LessonProgress, SyllabusLesson

AT_MOST = 3  # missed sessions named at once


@dataclass(frozen=True)
class Way:
    """One way to mend something: ``kind`` as in ``rules.standing.MENDS``, what it is called, where it is ('' for nowhere)."""

    kind: str
    title: str = ""
    url: str = ""
    starts_at: object = None


def ways_of(place, verdict, now):
    """Return ``{reason code: [Way]}`` for what is missing of ``place``, an enrolment of a class that goes on.

    A query or a few for each kind of way that a reason needs, whatever the number of reasons.
    """
    wanted = {reason.code: mends(reason) for reason in verdict.reasons}
    kinds = {kind for ways in wanted.values() for kind in ways}
    found = {kind: FINDERS[kind](place, now) for kind in kinds}
    return {code: [way for kind in ways for way in found[kind]] for code, ways in wanted.items()}


def _sessions(place, now):
    following = next_of(place, now)
    return [Way("session", following.title, "", following.starts_at)] if following else []


def _make_ups(place, now):
    return [
        Way("make_up", one.session.title, reverse("cohorts:make-up-new", args=[place.pk, one.session.pk]), one.session.starts_at)
        for one in missed_of(place.person) if one.enrolment.pk == place.pk and one.make_up is None
    ][:AT_MOST]


def _lessons(place, now):
    """The next lesson that the class asks for. One query."""
    done = LessonProgress.objects.done().filter(person=place.person_id).values("lesson")
    item = (
        SyllabusLesson.objects.filter(syllabus__cohorts=place.cohort_id, required=True, lesson__retired_at=None)
        .exclude(lesson__in=done).exclude(lesson__url="").select_related("lesson")
        .order_by("syllabus__course__order", "syllabus__course", "order", "pk").first()
    )
    return [Way("lesson", item.lesson.title, item.lesson.url)] if item else []


def _exam(place, now):
    exam = place.cohort.programme.exam if place.cohort.programme else None
    return [Way("exam", exam.title, reverse("courses:exam", args=[exam.pk]))] if exam else []


def _assignment(place, now):
    row = place.cohort.programme.assignment if place.cohort.programme else None
    return [Way("assignment", row.title, reverse("courses:assignment", args=[row.pk]))] if row else []


def _teacher(place, now):
    teacher = place.cohort.class_teacher
    return [Way("teacher", teacher.name if teacher else "")]


FINDERS = {
    "session": _sessions, "make_up": _make_ups, "lesson": _lessons, "exam": _exam, "assignment": _assignment, "teacher": _teacher,
}
