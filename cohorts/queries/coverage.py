"""Who of a programme's audience has a place in a cohort of it, and who not."""

from dataclasses import dataclass

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Value, When
from django.utils import timezone

from cohorts.enums import SEATED, EnrolmentState
from cohorts.models import Enrolment
from cohorts.rules.audience import NEW_MONTHS
from lms.people.enums import Role
from lms.people.models import Appointment, Organisation
from lms.people.rules.appointments import add_months

from .candidates import ENROLLERS, inside

WATCHERS = (*ENROLLERS, Role.AUDITOR)
PLACED, WAITING, MISSING = 2, 1, 0
STANDINGS = {"placed": PLACED, "waiting": WAITING, "missing": MISSING}


@dataclass(frozen=True)
class Area:
    """A directly affiliated organisation, with how many of its audience there are and where they stand."""

    organisation: Organisation
    total: int
    placed: int
    waiting: int

    @property
    def missing(self):
        return self.total - self.placed - self.waiting


def audience(user, programme):
    """Current posts of the programme's audience in the user's subtrees, one a person, each with ``standing``."""
    today = timezone.localdate()
    posts = Appointment.objects.current().filter(
        inside(user.scope.paths(*WATCHERS)), person__is_active=True,
        organisation__path__startswith=programme.organisation.path,
    )
    if categories := [row.pk for row in programme.categories.all()]:
        posts = posts.filter(organisation__category__in=categories)
    if programme.positions:
        posts = posts.filter(position__in=programme.positions)
    if programme.newly_appointed:
        posts = posts.filter(starts_on__lte=today, starts_on__gt=add_months(today, -NEW_MONTHS))
    posts = posts.exclude(Exists(posts.filter(person=OuterRef("person"), pk__lt=OuterRef("pk"))))
    places = Enrolment.objects.filter(
        person=OuterRef("person"), cohort__programme=programme, cohort__cancelled_at=None
    )
    waits = (EnrolmentState.APPLIED, EnrolmentState.WAITLISTED)
    return posts.annotate(standing=Case(
        When(Exists(places.filter(state__in=SEATED)), then=Value(PLACED)),
        When(Exists(places.filter(state__in=waits)), then=Value(WAITING)),
        default=Value(MISSING), output_field=IntegerField(),
    ))


def coverage(user, programme):
    """Return the :class:`Area` list of the audience, in the order of the tree, and their sums. Three queries at most."""
    counts = {}
    rows = audience(user, programme).order_by().values_list("organisation__path", "standing").annotate(count=Count("pk"))
    for path, standing, count in rows:
        top = int((path.split("/")[1:2] or [""])[0] or path.split("/")[0])
        counts.setdefault(top, {PLACED: 0, WAITING: 0, MISSING: 0})[standing] += count
    areas = [
        Area(row, sum(found.values()), found[PLACED], found[WAITING])
        for row in Organisation.objects.filter(pk__in=counts).order_by("pk") for found in [counts[row.pk]]
    ]
    return areas, Area(
        programme.organisation, sum(area.total for area in areas), sum(area.placed for area in areas),
        sum(area.waiting for area in areas),
    )


def people_of(user, programme, *, area=None, standing=""):
    """The posts of the audience below ``area``, where they stand as ``standing`` says; for a page of names."""
    posts = audience(user, programme).select_related("person", "organisation__parent")
    if area is not None:
        posts = posts.filter(organisation__path__startswith=area.path)
    if standing in STANDINGS:
        posts = posts.filter(standing=STANDINGS[standing])
    return posts.order_by("organisation__path", "person__name_key", "pk")
