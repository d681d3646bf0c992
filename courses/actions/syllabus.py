"""Freeze what a course asks for, version by version."""

from django.db import transaction

from courses.models import Course, Lesson, Syllabus, SyllabusLesson
from lms.audit.trail import record


@transaction.atomic
def freeze_syllabus(*, actor, course):
    """Return the syllabus of the course's published lessons: the latest version, or a new one where they differ from it.

    They differ when a lesson came or went, or is required now and was not. A new title, other minutes or another order
    make no version: those follow the lesson and change nobody's duty.
    """
    Course.objects.select_for_update().get(pk=course.pk)
    lessons = list(Lesson.objects.active().filter(course=course))
    latest = Syllabus.objects.filter(course=course).order_by("-version").first()
    if latest is not None:
        frozen = set(latest.items.values_list("lesson_id", "required"))
        if frozen == {(lesson.pk, lesson.required) for lesson in lessons}:
            return latest
    syllabus = Syllabus.objects.create(course=course, version=latest.version + 1 if latest else 1)
    SyllabusLesson.objects.bulk_create([
        SyllabusLesson(
            syllabus=syllabus, lesson=lesson, title=lesson.title, minutes=lesson.minutes, required=lesson.required,
            order=order,
        )
        for order, lesson in enumerate(lessons, start=1)
    ])
    record(actor=actor, verb="syllabus.freeze", target=syllabus, organisation=course.school,
           detail={"course": course.pk, "version": syllabus.version, "lessons": len(lessons)})
    return syllabus
