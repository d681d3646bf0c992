"""Whom trainers and schools work with: the people of their classes, wherever these belong."""

from django.db.models import Q

from cohorts.enums import SEATED
from cohorts.models import Cohort, Enrolment
from lms.people import reach
from lms.people.enums import Role


def people_of_classes(user):
    """The ids of the people seated in cohorts that the user teaches or organises, for an ``__in``."""
    inside = Q(pk__in=[])
    if user.scope.holds(Role.TRAINER):
        inside |= Q(cohort__class_teacher=user) | Q(cohort_id__in=Cohort.taught_by(user))
    for path in user.scope.paths(Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT):
        inside |= Q(cohort__organiser__path__startswith=path)
    return Enrolment.objects.filter(inside, state__in=SEATED).values("person_id")


reach.register(people_of_classes)
