"""What stands between a person and a course."""

from courses.models import CourseEnrolment, Lesson
from courses.rules.joining import Before, may_join

from .learning import progress_of_courses


def joining_of(person, course, *, lessons=None, before=None):
    """Return the ``rules.joining.Joining`` of ``person`` (None for a visitor) and ``course``.

    ``lessons`` is how many published lessons it has, ``before`` what :func:`prerequisites_of` returned, where they are
    known already. At most four queries.
    """
    if before is None:
        before = prerequisites_of(course, person)
    joined = person is not None and CourseEnrolment.objects.standing().filter(person=person, course=course).exists()
    if lessons is None:
        lessons = Lesson.objects.active().filter(course=course).count()
    return may_join(
        offered=course.self_enrolment, retired=course.retired_at is not None, lessons=lessons, joined=joined,
        before=[before_of(each) for each in before],
    )


def prerequisites_of(course, person=None):
    """Return the courses to be finished before ``course``, each with its ``progress`` of ``person``. Two queries."""
    rows = list(course.prerequisites.order_by("order", "title_key", "pk"))
    progress = progress_of_courses(person, rows) if rows else {}
    for row in rows:
        row.progress = progress[row.pk]
    return rows


def before_of(course):
    return Before(
        course_id=course.pk, done=course.progress.done, required=course.progress.required,
        complete=course.progress.complete, retired=course.retired_at is not None,
    )
