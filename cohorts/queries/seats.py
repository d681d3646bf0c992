"""How many places of a cohort are taken, kept and free."""

from django.db.models import Count, Q
from django.utils import timezone

from cohorts.enums import SEATED, EnrolmentState
from cohorts.models import SeatShare
from cohorts.rules.seats import Share, places


def places_of(cohort):
    """Return the ``Places`` of a cohort today. Two queries."""
    taken = cohort.enrolments.filter(state__in=SEATED).count()
    shares = [as_share(row) for row in shares_with_names(SeatShare.objects.filter(cohort=cohort))]
    return places(quota=cohort.quota, taken=taken, shares=shares, today=timezone.localdate())


def shares_with_names(shares):
    """Count in ``named`` the people who take places of each share."""
    return shares.annotate(named=Count("enrolments", filter=Q(enrolments__state__in=SEATED)))


def as_share(row):
    return Share(row.pk, row.seats, row.named, row.name_until)


def someone_is_due(cohort, standing):
    """Tell whether a place is free that somebody waits for: the day for names of kept places has passed."""
    return standing.free > 0 and cohort.enrolments.filter(state=EnrolmentState.WAITLISTED).exists()
