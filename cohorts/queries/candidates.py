"""Whom one may enrol, and who is offered for it."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from cohorts.rules.audience import NEW_MONTHS
from lms.people.enums import OrganisationKind, Role
from lms.people.models import Appointment, Organisation, Person, RoleGrant
from lms.people.rules.appointments import add_months

ENROLLERS = (Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT)
GONE = (EnrolmentState.WITHDRAWN, EnrolmentState.DECLINED)


def candidates(user, cohort, *, categories=(), positions=(), area=None, new=False, unplaced=False, text="",
               roles=ENROLLERS):
    """Current posts of people whom ``user`` may enrol in ``cohort``, one a person, sorted by organisation and name.

    ``categories`` are rows, ``positions`` values, ``area`` an organisation with all below it, ``new`` keeps who was
    appointed within half a year (``people.rules.appointments``), ``unplaced`` who has no place in any cohort of the
    same programme; whoever is on the cohort's own list is never offered. ``roles`` are those by which one may name people.
    """
    posts = Appointment.objects.current().filter(inside(user.scope.paths(*roles)), person__is_active=True)
    if categories:
        posts = posts.filter(organisation__category__in=categories)
    if positions:
        posts = posts.filter(position__in=positions)
    if area is not None:
        posts = posts.filter(organisation__path__startswith=area.path)
    if new:
        today = timezone.localdate()
        posts = posts.filter(starts_on__lte=today, starts_on__gt=add_months(today, -NEW_MONTHS))
    if text:
        posts = posts.filter(
            Q(person__name__icontains=text) | Q(person__initials__istartswith=text) | Q(organisation__name__icontains=text)
        )
    placed = Enrolment.objects.filter(person=OuterRef("person")).exclude(state__in=GONE)
    posts = posts.exclude(Exists(placed.filter(cohort=cohort)))
    if unplaced and cohort.programme_id:
        posts = posts.exclude(Exists(placed.filter(cohort__programme=cohort.programme_id, cohort__cancelled_at=None)))
    earlier = posts.filter(person=OuterRef("person"), pk__lt=OuterRef("pk"))
    return posts.exclude(Exists(earlier)).select_related("person", "organisation__parent").order_by(
        "organisation__path", "person__name_key", "pk"
    )


def areas_of(user, *roles):
    """The sub-districts, commissions and the district itself inside the user's subtrees, for a list to choose from."""
    paths = user.scope.paths(*(roles or ENROLLERS))
    return Organisation.objects.active().under(*paths).filter(
        Q(kind__in=(OrganisationKind.DISTRICT, OrganisationKind.AFFILIATED)) | Q(path__in=paths)
    )


def trainers_for(user):
    """People who hold the trainer's role somewhere on the line of the subtrees that the user plans for."""
    paths = user.scope.paths(Role.TRAINER, *ENROLLERS)
    above = {int(part) for path in paths for part in path.split("/") if part}
    on_line = Q(organisation__path__in=[]) | Q(organisation_id__in=above)
    for path in paths:
        on_line |= Q(organisation__path__startswith=path)
    return Person.objects.active().filter(
        pk__in=RoleGrant.objects.active().filter(on_line, role=Role.TRAINER).values("person_id")
    ).order_by("name_key", "pk")


def inside(paths):
    """Return the condition that a post lies in one of the subtrees at ``paths``."""
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(organisation__path__startswith=path)
    return found
