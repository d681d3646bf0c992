"""Lists of cohorts and programmes as the desk shows them."""

from django.db.models import Count, Q
from django.utils import timezone

from cohorts.enums import SEATED, EnrolmentState
from cohorts.models import ClassSession, Cohort, Programme
from cohorts.rules.schedule import Phase, phase_of

SEATS = Count("enrolments", filter=Q(enrolments__state__in=SEATED))
WAITING = Count("enrolments", filter=Q(enrolments__state=EnrolmentState.WAITLISTED))


def in_phase(cohorts, phase, today):
    """Keep the cohorts that ``cohorts.rules.schedule.phase_of`` says are in ``phase`` on the date ``today``."""
    match phase:
        case Phase.CANCELLED:
            return cohorts.exclude(cancelled_at=None)
        case Phase.CLOSED:
            return cohorts.filter(cancelled_at=None).exclude(closed_at=None)
        case Phase.PLANNED:
            return cohorts.active().filter(starts_on__gt=today)
        case Phase.RUNNING:
            return cohorts.active().filter(starts_on__lte=today, ends_on__gte=today)
        case Phase.ENDED:
            return cohorts.active().filter(ends_on__lt=today)
    return cohorts


def with_seats(cohorts):
    """Add ``seats`` (taken) and ``waiting``, and fetch what a row of a list names."""
    return cohorts.annotate(seats=SEATS, waiting=WAITING).select_related("organiser", "programme", "class_teacher")


def with_phase(rows):
    """Give every cohort of ``rows`` its ``phase`` of now; return them as a list."""
    now = timezone.localtime()
    rows = list(rows)
    for row in rows:
        row.phase = phase_of(row, now=now)
    return rows


def cohorts_of(user, *, phase="", text=""):
    found = in_phase(Cohort.objects.visible_to(user), phase, timezone.localdate())
    if text:
        found = found.filter(Q(title__icontains=text) | Q(organiser__name__icontains=text))
    return found


def sessions_of(cohort):
    """The meetings of a cohort in order of time, with how many were there and are on the list."""
    return ClassSession.objects.filter(cohort=cohort).select_related("venue", "trainer", "order")


def programmes_of(user, *, year=None):
    """Programmes that the user may see, with the number of cohorts that were not cancelled."""
    found = Programme.objects.visible_to(user).select_related("organisation").prefetch_related("categories")
    if year:
        found = found.filter(year=year)
    return found.annotate(cohort_count=Count("cohorts", filter=Q(cohorts__cancelled_at=None), distinct=True))
