"""Put oneself down for a course, and take oneself off it again."""

from django.core.exceptions import ValidationError
from django.db import transaction

from courses.explain import reason_texts
from courses.models import CourseEnrolment
from courses.queries.joining import joining_of
from courses.rules.joining import JOINED
from lms.audit.trail import record
from lms.people.models import Person


@transaction.atomic
def join_course(*, person, course, now):
    """Put ``person`` down for ``course``; return the enrolment. Joining twice is joining once.

    Raises ``ValidationError`` with the reasons in words where the course does not allow it.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    joining = joining_of(person, course)
    if JOINED in joining.reasons:
        return CourseEnrolment.objects.standing().get(person=person, course=course)
    if not joining.allowed:
        raise ValidationError(reason_texts(joining))
    enrolment = CourseEnrolment.objects.create(person=person, course=course, enrolled_at=now)
    record(actor=person, verb="course.join", target=course, organisation=course.school)
    return enrolment


@transaction.atomic
def leave_course(*, person, course, now):
    """Take ``person`` off ``course``; return whether they were down for it. What they learned stays on their record."""
    left = CourseEnrolment.objects.standing().filter(person=person, course=course).update(left_at=now)
    if left:
        record(actor=person, verb="course.leave", target=course, organisation=course.school)
    return bool(left)
