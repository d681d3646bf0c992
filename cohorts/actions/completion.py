"""Closing a cohort: who completed it is decided once, and kept with the reasons."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.enums import EnrolmentState
from cohorts.models import Cohort, Enrolment
from cohorts.queries.completion import facts_of, requirements_of
from cohorts.rules.completion import completion, freeze
from lms.audit import trail


def open_sessions(cohort):
    """The sessions that are neither closed nor cancelled: what keeps the cohort from being closed."""
    return cohort.sessions.open().order_by("starts_at", "pk")


@transaction.atomic
def close_cohort(*, actor, cohort, now=None, leaving_open=()):
    """Judge everyone enrolled, freeze each verdict with its facts, and close the cohort; return ``{state: people}``.

    Closed before, nothing is judged again. Raises ``ValidationError`` while sessions are open that ``leaving_open`` (ids)
    does not name, or when the cohort was cancelled, and ``PermissionDenied`` for whoever is on the roster themselves.
    """
    now = now or timezone.now()
    locked = (
        Cohort.objects.select_for_update(of=("self",)).select_related("organiser", "programme__exam").get(pk=cohort.pk)
    )
    if locked.closed_at is not None:
        return _counts(locked)
    if locked.cancelled_at is not None:
        raise ValidationError(_("This cohort was cancelled. There is nothing to close."), code="cancelled")
    enrolled = list(Enrolment.objects.filter(cohort=locked, state=EnrolmentState.ENROLLED).order_by("pk"))
    if actor is not None and any(row.person_id == actor.pk for row in enrolled):
        raise PermissionDenied(_("You are on the roster of this cohort. A colleague must close it."))
    unfinished = [session for session in open_sessions(locked) if session.pk not in set(leaving_open)]
    if unfinished:
        raise ValidationError(
            _("Close these sessions first: %(titles)s."), code="open_sessions",
            params={"titles": "、".join(session.title for session in unfinished)},
        )
    facts, requirements = facts_of(locked, enrolled, closing=True), requirements_of(locked)
    for row in enrolled:
        verdict = completion(facts[row.pk], requirements)
        row.verdict = {**freeze(verdict, facts[row.pk], requirements), "judged_at": now.isoformat()}
        row.state = EnrolmentState.COMPLETED if verdict.complete else EnrolmentState.NOT_COMPLETED
        row.decided_at = now
        final = facts[row.pk].final
        row.final_result = Decimal(final.total) / 10 if final else None
    Enrolment.objects.bulk_update(enrolled, ["verdict", "state", "decided_at", "final_result"], batch_size=200)
    locked.closed_at = now
    locked.save(update_fields=["closed_at"])
    cohort.closed_at = now
    counts = _counts(locked)
    trail.record(
        actor=actor, verb="cohort.close", target=locked, organisation=locked.organiser,
        detail={**counts, "left_open": sorted(leaving_open)},
    )
    return counts


def _counts(cohort):
    states = list(Enrolment.objects.filter(cohort=cohort).values_list("state", flat=True))
    return {state.value: states.count(state) for state in (EnrolmentState.COMPLETED, EnrolmentState.NOT_COMPLETED)}
