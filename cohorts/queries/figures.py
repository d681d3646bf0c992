"""The figures of the desk's first page, each beside the rows that its list shows."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.db.models.functions import TruncWeek
from django.utils import timezone

from cohorts.enums import EnrolmentState, SurveyAbout
from cohorts.models import ClassSession, Enrolment, SeatShare
from cohorts.rules.figures import Share, loads, veiled
from cohorts.rules.seats import places
from lms.people.enums import Position, Role
from lms.people.models import Appointment, Category
from lms.people.models.person import PEOPLE_ROLES

from .cohorts import cohorts_of, dressed, listed
from .compliance import Asked, compliance
from .needs import under
from .seats import as_share, shares_with_names
from .survey_results import averages

# The posts for which a year's rotation training is held, and who sees how far they are.
TRAINED_POSTS = (Position.SECRETARY, Position.DEPUTY, Position.RESERVE)
COVERERS = (Role.LIAISON, Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR)
PLANNERS = (Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR)
NO_CATEGORY = "none"
TRAINED, BEGUN, MISSING = "trained", "begun", "missing"
STATES = (TRAINED, BEGUN, MISSING)


def reads_as_auditor(user, roles):
    """Tell whether ``user`` sees a part of what ``roles`` see only because they audit it."""
    others = [role for role in roles if role != Role.AUDITOR]
    return Role.AUDITOR in roles and any(
        not user.scope.covers(path, *others) for path in user.scope.paths(Role.AUDITOR)
    )


def _shown(share, user, roles):
    return veiled(share) if reads_as_auditor(user, roles) else share


def covered(user, year, *, category="", state=""):
    """Posts in office for which the rotation training of ``year`` is held, one a person, in the user's subtrees.

    ``category`` is a code or ``none``; ``state``: ``trained`` completed a concentrated training of the year, ``begun`` has a
    seat in one that runs, ``missing`` has neither.
    """
    places_of = Enrolment.objects.filter(
        person=OuterRef("person"), cohort__programme__year=year, cohort__programme__concentrated=True
    )
    posts = Appointment.objects.current().filter(
        under("organisation", user.scope.paths(*COVERERS)), position__in=TRAINED_POSTS, person__is_active=True
    )
    if category:
        posts = posts.filter(organisation__category__code=category) if category != NO_CATEGORY else posts.filter(
            organisation__category=None
        )
    posts = posts.exclude(Exists(posts.filter(person=OuterRef("person"), pk__lt=OuterRef("pk")))).annotate(
        done=Exists(places_of.filter(state=EnrolmentState.COMPLETED)),
        begun=Exists(places_of.filter(
            state=EnrolmentState.ENROLLED, cohort__closed_at=None, cohort__cancelled_at=None
        )),
    )
    return {
        TRAINED: posts.filter(done=True), BEGUN: posts.filter(done=False, begun=True),
        MISSING: posts.filter(done=False, begun=False),
    }.get(state, posts)


def coverage_by_category(user, now):
    """Return a :class:`Share` for each category that has people in such posts. Two queries.

    Who holds posts in two categories counts in both, once in each.
    """
    year = timezone.localdate(now).year
    posts = Appointment.objects.current().filter(
        under("organisation", user.scope.paths(*COVERERS)), position__in=TRAINED_POSTS, person__is_active=True
    )
    mine = Enrolment.objects.filter(
        person=OuterRef("person"), cohort__programme__year=year, cohort__programme__concentrated=True
    )
    rows = posts.order_by().annotate(
        done=Exists(mine.filter(state=EnrolmentState.COMPLETED)),
        begun=Exists(mine.filter(state=EnrolmentState.ENROLLED, cohort__closed_at=None, cohort__cancelled_at=None)),
    ).values_list("organisation__category").annotate(
        total=Count("person", distinct=True), trained=Count("person", filter=Q(done=True), distinct=True),
        started=Count("person", filter=Q(done=False, begun=True), distinct=True),
    )
    found = {category: counts for category, *counts in rows}
    known = [(row.pk, row.code, row.name) for row in Category.objects.order_by("order", "code")]
    return [
        _shown(Share(done, total, begun, code, name), user, COVERERS)
        for pk, code, name in [*known, (None, NO_CATEGORY, "")] if pk in found for total, done, begun in [found[pk]]
    ]


def hours_reached(user, now):
    """Return the :class:`Share` of those who have done what the year asks. Eight queries; of a district it takes seconds."""
    total = compliance(user, Asked(timezone.localdate(now))).total
    return _shown(Share(total.met, total.asked), user, PEOPLE_ROLES)


@dataclass(frozen=True)
class Coming:
    """A class that begins soon; ``taken`` of its ``quota`` seats are occupied, ``free`` are anybody's. ``hidden``: an auditor
    is not told of so few people."""

    pk: int
    title: str
    starts_on: date
    quota: int
    taken: int
    free: int
    hidden: bool = False


def coming_classes(user, now):
    """Return the :class:`Coming` of the next two weeks, the nearest first. Three queries."""
    today = timezone.localdate(now)
    rows = dressed(listed(cohorts_of(user, soon=True)).order_by("starts_on", "pk"))
    kept = {}
    for row in shares_with_names(SeatShare.objects.filter(cohort__in=rows)):
        kept.setdefault(row.cohort_id, []).append(as_share(row))
    found = []
    for row in rows:
        seats = places(quota=row.quota, taken=row.seats, shares=kept.get(row.pk, ()), today=today)
        share = _shown(Share(row.seats, max(row.quota, row.seats)), user, PLANNERS)
        found.append(Coming(row.pk, row.title, row.starts_on, row.quota, row.seats, seats.free, share.hidden))
    return found


def taught_in_month(user, day, *, trainer=None):
    """Sessions of the month of ``day`` that somebody teaches: one's own, and those of the cohorts of one's subtrees."""
    first = timezone.make_aware(datetime.combine(day.replace(day=1), time.min))
    last = timezone.make_aware(datetime.combine((day.replace(day=1) + timedelta(days=32)).replace(day=1), time.min))
    mine = under("cohort__organiser", user.scope.paths(*PLANNERS))
    if user.scope.holds(Role.TRAINER):
        mine |= Q(trainer=user)
    found = ClassSession.objects.filter(
        mine, trainer__isnull=False, cancelled_at=None, cohort__cancelled_at=None, starts_at__gte=first, starts_at__lt=last
    )
    return found.filter(trainer=trainer) if trainer else found


def trainers_load(user, now):
    """Return the :class:`cohorts.rules.figures.Load` of each trainer of this month. One query."""
    return loads(
        taught_in_month(user, timezone.localdate(now)).order_by().annotate(week=TruncWeek("starts_at"))
        .values("trainer_id", "week").annotate(
            name=F("trainer__name"), most=F("trainer__trainer_profile__sessions_a_week"), total=Sum("minutes"),
            count=Count("pk"),
        ).values_list("trainer_id", "name", "most", "total", "count")
    )


@dataclass(frozen=True)
class Satisfaction:
    """The mean mark (1 to 5) of the ``surveys`` of a year that had enough answers, ``answers`` of ``asked``; ``closed`` are all
    that are over, ``left_out`` those of them with fewer than five answers."""

    year: int
    value: float | None
    answers: int
    asked: int
    surveys: int
    left_out: int

    @property
    def closed(self):
        return self.surveys + self.left_out


def satisfaction(user, now):
    """Return the :class:`Satisfaction` with the sessions of this year. Two queries."""
    year = timezone.localdate(now).year
    whole = averages(user, about=SurveyAbout.SESSION, year=year).whole
    value = None if whole.value is None else float(whole.value)
    return Satisfaction(year, value, whole.answered, whole.asked, whole.surveys, whole.left_out)
