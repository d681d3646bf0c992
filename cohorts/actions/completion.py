"""Closing a cohort: who completed it is decided once, and kept with the reasons; and the way back while nothing stands on it."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.models import Certificate
from cohorts.enums import EnrolmentState, ExcellenceState
from cohorts.models import Cohort, Enrolment, ExcellentTrainee
from cohorts.queries.completion import at_closing, to_be_judged
from cohorts.rules.completion import freeze
from cohorts.rules.standing import fingerprints
from lms.audit import trail

from .standing import recompute_later

DECIDED = (EnrolmentState.COMPLETED, EnrolmentState.NOT_COMPLETED)


def open_sessions(cohort):
    """The sessions that are neither closed nor cancelled: what keeps the cohort from being closed."""
    return cohort.sessions.open().order_by("starts_at", "pk")


def seen_of(standings):
    """Return what was shown before closing, ``{enrolment id: fingerprint}``, for ``close_cohort(seen=...)``."""
    return fingerprints({one.enrolment.pk: one.verdict for one in standings})


def certificates_stand(cohort):
    """Tell whether anything was ever certified of ``cohort``, revoked or not. One query."""
    return Certificate.objects.filter(source__startswith=f"cohort:{cohort.pk}:").exists()


def _locked(cohort):
    return Cohort.objects.select_for_update(of=("self",)).select_related("organiser", "programme__exam").get(pk=cohort.pk)


@transaction.atomic
def close_cohort(*, actor, cohort, now=None, leaving_open=(), seen=None):
    """Judge everyone enrolled, freeze each verdict with its facts, and close the cohort; return ``{state: people}``.

    ``seen`` is the :func:`seen_of` of what was agreed to. Closed before, nothing is judged again. Raises ``ValidationError``
    while sessions are open that ``leaving_open`` (ids) does not name, when the cohort was cancelled, and (``changed``) when
    the list has become another one since it was seen; ``PermissionDenied`` for whoever is on the roster themselves.
    """
    now = now or timezone.now()
    locked = _locked(cohort)
    if locked.closed_at is not None:
        return _counts(locked)
    if locked.cancelled_at is not None:
        raise ValidationError(_("This cohort was cancelled. There is nothing to close."), code="cancelled")
    enrolled = list(to_be_judged(locked))
    if actor is not None and any(row.person_id == actor.pk for row in enrolled):
        raise PermissionDenied(_("You are on the roster of this cohort. A colleague must close it."))
    unfinished = [session for session in open_sessions(locked) if session.pk not in set(leaving_open)]
    if unfinished:
        raise ValidationError(
            _("Close these sessions first: %(titles)s."), code="open_sessions",
            params={"titles": "、".join(session.title for session in unfinished)},
        )
    judged = at_closing(locked, enrolled)
    if seen is not None and seen != seen_of(judged):
        raise ValidationError(
            _("The list has changed since you saw it, and nothing is closed. Look at it again below, then confirm."),
            code="changed",
        )
    for one in judged:
        row, final = one.enrolment, one.facts.final
        row.verdict = {**freeze(one.verdict, one.facts, one.requirements), "judged_at": now.isoformat()}
        row.state = EnrolmentState.COMPLETED if one.verdict.complete else EnrolmentState.NOT_COMPLETED
        row.decided_at = now
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


@transaction.atomic
def reopen_cohort(*, actor, cohort, reason):
    """Take back the closing of ``cohort``: nobody has completed it or not, everyone is enrolled as before; return how many.

    Who was named as an excellent trainee is proposed again. Raises ``ValidationError`` without a reason, for a cohort that is not
    closed, and as soon as a certificate was issued, even if it was revoked; ``PermissionDenied`` for who is on its roster.
    """
    reason = reason.strip()[:200]
    if not reason:
        raise ValidationError(_("Please say why, so that the change can be understood later."), code="reason")
    locked = _locked(cohort)
    if locked.closed_at is None or locked.cancelled_at is not None:
        raise ValidationError(_("This cohort is not closed. There is nothing to open again."), code="open")
    if certificates_stand(locked):
        raise ValidationError(
            _("Certificates of this cohort were issued. It stays closed."), code="certificates"
        )
    decided = Enrolment.objects.filter(cohort=locked, state__in=DECIDED)
    if decided.filter(person=actor).exists():
        raise PermissionDenied(_("You are on the roster of this cohort. A colleague must open it again."))
    before = _counts(locked)
    ExcellentTrainee.objects.filter(enrolment__cohort=locked, state=ExcellenceState.APPROVED).update(
        state=ExcellenceState.PROPOSED, decided_at=None, decided_by=None
    )
    people = decided.update(state=EnrolmentState.ENROLLED, verdict={}, decided_at=None, final_result=None)
    locked.closed_at = None
    locked.save(update_fields=["closed_at"])
    cohort.closed_at = None
    trail.record(actor=actor, verb="cohort.reopen", target=locked, organisation=locked.organiser,
                 detail={**before, "reason": reason})
    recompute_later(locked.pk)
    return people


def _counts(cohort):
    states = list(Enrolment.objects.filter(cohort=cohort).values_list("state", flat=True))
    return {state.value: states.count(state) for state in DECIDED}
