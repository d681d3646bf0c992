"""An exam that is under way keeps its candidate signed in."""

from django.db.models import Max

from courses.models import Attempt
from lms.people.keeping_signed_in import register


@register
def open_attempt(person, now):
    """Return the deadline of the exam that the person is sitting, or None."""
    return Attempt.objects.filter(person=person, submitted_at=None, deadline__gte=now).aggregate(until=Max("deadline"))["until"]
