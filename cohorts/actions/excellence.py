"""Naming excellent trainees (优秀学员): by the programme's rule, or proposed by the class teacher and approved by the school.

However many do it at once, no more are named than the programme allows: whoever names holds the cohort's row.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates.enums import CertificateKind
from certificates.models import Certificate
from cohorts.enums import SEATED, EnrolmentState, ExcellenceState
from cohorts.models import Cohort, Enrolment, ExcellentTrainee
from cohorts.queries.certificates import source
from cohorts.queries.excellence import demand_of, fitting, room_of
from cohorts.rules.excellence import kept_form, name_by_rule
from lms.audit.trail import record

from .programmes import update_programme

LIVING = (ExcellenceState.PROPOSED, ExcellenceState.APPROVED)


@dataclass(frozen=True)
class Outcome:
    """How many are ``new``; ``own``: the actor was left out; ``twice``: how many wait for somebody who did not propose them."""

    new: int = 0
    own: bool = False
    twice: int = 0
    tied: int = 0


def set_excellence(*, actor, programme, excellence):
    """Keep what ``programme`` says of excellent trainees (``rules.excellence.Excellence``; without a limit: none); return it.

    It holds for cohorts that are open or closed; whoever was named stays named.
    """
    return update_programme(actor=actor, programme=programme, excellence_rules=kept_form(excellence))


def _locked(cohort):
    """Return the row of a cohort that names excellent trainees, held until the transaction ends, or raise ``ValidationError``."""
    row = Cohort.objects.select_for_update(of=("self",), no_key=True).select_related("organiser", "programme").get(pk=cohort.pk)
    if row.cancelled_at is not None:
        raise ValidationError(_("This cohort was cancelled. Nothing can be changed in it any more."), code="cancelled")
    if not demand_of(row):
        raise ValidationError(_("The programme of this cohort names no excellent trainees."), code="none")
    return row


def _closed(cohort):
    row = _locked(cohort)
    if row.closed_at is None:
        raise ValidationError(_("Close the cohort first: only who completed it can be an excellent trainee."), code="open")
    return row


@transaction.atomic
def propose_excellent(*, actor, cohort, enrolments, reason, now=None):
    """Propose people (ids of enrolments of ``cohort``) for ``reason``; return an :class:`Outcome`.

    Whoever is proposed or named is left as they are; who was declined may be proposed again. Raises ``ValidationError`` without
    a reason, for a person without a place, or who did not complete the class.
    """
    now, reason = now or timezone.now(), reason.strip()[:200]
    if not reason:
        raise ValidationError(_("Please say why these people are proposed."), code="reason")
    locked = _locked(cohort)
    rows = _places(locked, enrolments)
    own = any(row.person_id == actor.pk for row in rows)
    rows = [row for row in rows if row.person_id != actor.pk]
    before = {row.enrolment_id: row for row in ExcellentTrainee.objects.filter(enrolment__in=rows)}
    again = [before[row.pk] for row in rows if row.pk in before and before[row.pk].state == ExcellenceState.DECLINED]
    for one in again:
        one.state, one.by_rule, one.reason, one.proposed_at, one.proposed_by = ExcellenceState.PROPOSED, False, reason, now, actor
        one.decided_at = one.decided_by = None
        one.answer = ""
    ExcellentTrainee.objects.bulk_update(again, [
        "state", "by_rule", "reason", "proposed_at", "proposed_by", "decided_at", "decided_by", "answer",
    ])
    fresh = ExcellentTrainee.objects.bulk_create([
        ExcellentTrainee(enrolment=row, reason=reason, proposed_at=now, proposed_by=actor) for row in rows if row.pk not in before
    ])
    _record(actor, locked, "cohort.propose_excellent", len(fresh) + len(again))
    return Outcome(len(fresh) + len(again), own)


@transaction.atomic
def approve_excellent(*, actor, cohort, enrolments, now=None):
    """Name those proposed (ids of enrolments); return an :class:`Outcome`. Nobody approves themselves or who they proposed.

    Raises ``ValidationError`` when the cohort is not closed, and when more would be named than the programme allows: then
    nobody is.
    """
    now = now or timezone.now()
    locked = _closed(cohort)
    rows = list(
        ExcellentTrainee.objects.filter(
            enrolment__cohort=locked, enrolment__in=enrolments, state=ExcellenceState.PROPOSED,
            enrolment__state=EnrolmentState.COMPLETED,
        ).select_related("enrolment")
    )
    own = any(row.enrolment.person_id == actor.pk for row in rows)
    mine = [row for row in rows if row.proposed_by_id == actor.pk]
    chosen = [row for row in rows if row.enrolment.person_id != actor.pk and row.proposed_by_id != actor.pk]
    _check_room(locked, len(chosen))
    for row in chosen:
        row.state, row.decided_at, row.decided_by = ExcellenceState.APPROVED, now, actor
    ExcellentTrainee.objects.bulk_update(chosen, ["state", "decided_at", "decided_by"])
    _record(actor, locked, "cohort.approve_excellent", len(chosen))
    return Outcome(len(chosen), own, len(mine))


@transaction.atomic
def name_excellent(*, actor, cohort, now=None):
    """Name whom the programme's rule names, the best first, as far as the limit goes; return an :class:`Outcome`.

    ``tied`` counts those at the limit whom no figure tells apart: they are left to be chosen. Who was declined stays so.
    """
    now = now or timezone.now()
    locked = _closed(cohort)
    if not demand_of(locked).by_rule:
        raise ValidationError(_("The programme has no rule for excellent trainees. Propose people instead."), code="no_rule")
    rows = list(Enrolment.objects.filter(cohort=locked, state=EnrolmentState.COMPLETED).select_related("excellence"))
    left = [row for row in rows if getattr(row, "excellence", None) is None or row.excellence.state == ExcellenceState.PROPOSED]
    own = any(row.person_id == actor.pk for row in left)
    named = name_by_rule(fitting(locked, [row for row in left if row.person_id != actor.pk]), room_of(locked).free)
    values = {"state": ExcellenceState.APPROVED, "by_rule": True, "decided_at": now, "decided_by": actor}
    proposed = ExcellentTrainee.objects.filter(enrolment__in=named.chosen)
    had = set(proposed.values_list("enrolment_id", flat=True))
    proposed.update(**values)
    ExcellentTrainee.objects.bulk_create([
        ExcellentTrainee(enrolment_id=pk, proposed_at=now, proposed_by=actor, **values) for pk in named.chosen if pk not in had
    ])
    _record(actor, locked, "cohort.name_excellent", len(named.chosen))
    return Outcome(len(named.chosen), own, tied=len(named.tied))


@transaction.atomic
def decline_excellent(*, actor, cohort, enrolments, answer, now=None):
    """Decline proposals, or take back that people were named, with a reason; return how many.

    Raises ``ValidationError`` without a reason, and for whoever has a certificate of it that was not revoked.
    """
    now, answer = now or timezone.now(), answer.strip()[:200]
    if not answer:
        raise ValidationError(_("Please say why, so that the change can be understood later."), code="reason")
    locked = _locked(cohort)
    rows = list(
        ExcellentTrainee.objects.filter(enrolment__cohort=locked, enrolment__in=enrolments, state__in=LIVING)
        .exclude(enrolment__person=actor).select_related("enrolment__person")
    )
    sources = {row: source(locked.pk, row.enrolment.person_id, CertificateKind.EXCELLENT) for row in rows}
    certified = set(
        Certificate.objects.filter(source__in=sources.values(), revoked_at=None)
        .values_list("source", flat=True)
    )
    if certified:
        raise ValidationError(
            _("Revoke the certificates of these people first: %(names)s."), code="certificates",
            params={"names": "、".join(row.enrolment.person.name for row in rows if sources[row] in certified)},
        )
    for row in rows:
        row.state, row.decided_at, row.decided_by, row.answer = ExcellenceState.DECLINED, now, actor, answer
    ExcellentTrainee.objects.bulk_update(rows, ["state", "decided_at", "decided_by", "answer"])
    _record(actor, locked, "cohort.decline_excellent", len(rows))
    return len(rows)


def _places(cohort, ids):
    """Return the enrolments of these ids; raise ``ValidationError`` when one has no place, or did not complete the class."""
    rows = list(Enrolment.objects.filter(cohort=cohort, pk__in=ids, state__in=SEATED).select_related("person"))
    if len(rows) != len(set(ids)):
        raise ValidationError(_("Somebody here is not on the list of this class any more. Reload the page."), code="gone")
    failed = [row.person.name for row in rows if row.state == EnrolmentState.NOT_COMPLETED]
    if failed:
        raise ValidationError(
            _("Only who completed the class can be an excellent trainee. These did not: %(names)s."), code="not_completed",
            params={"names": "、".join(failed)},
        )
    return rows


def _check_room(cohort, wanted):
    room = room_of(cohort)
    if wanted > room.free:
        raise ValidationError(
            ngettext(
                "At most %(limit)s of %(roster)s people can be excellent trainees; %(named)s is named already. Choose fewer.",
                "At most %(limit)s of %(roster)s people can be excellent trainees; %(named)s are named already. Choose fewer.",
                room.named,
            ) % {"limit": room.limit, "roster": room.roster, "named": room.named}, code="limit",
        )


def _record(actor, cohort, verb, people):
    if people:
        record(actor=actor, verb=verb, target=cohort, organisation=cohort.organiser, detail={"people": people})
