"""How people took part in their class: entered for many at once, each with a reason, appended to what stood before."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.enums import SEATED
from cohorts.models import Enrolment, ParticipationEntry
from cohorts.queries.results import participation_of
from lms.audit.trail import record

from .locking import lock_cohort


@dataclass(frozen=True)
class Given:
    """``percent`` for an enrolment, and why; ``seen`` is the id of the entry that stood on the page, None for none."""

    enrolment_id: int
    percent: int
    reason: str
    seen: int | None = None


@dataclass(frozen=True)
class Outcome:
    """How many entries are ``new``; ``own`` was left out, since nobody judges themselves; ``conflicts`` are the enrolments
    whose entry someone else changed meanwhile."""

    new: int = 0
    own: bool = False
    conflicts: tuple[int, ...] = ()


@transaction.atomic
def enter_participation(*, actor, cohort, given, now=None):
    """Append entries to ``cohort``; return an :class:`Outcome`. What is as it was is not written again.

    Raises ``ValidationError`` for a cohort that is over, a percentage outside 0 to 100, an entry without a reason, and for
    somebody who is not on the list.
    """
    now = now or timezone.now()
    cohort = lock_cohort(cohort)
    seats = {row.pk: row for row in Enrolment.objects.filter(cohort=cohort, state__in=SEATED)}
    standing = participation_of(seats)
    fresh, conflicts, own = [], [], False
    for one in given:
        if one.enrolment_id not in seats:
            raise ValidationError(_("Somebody here is not on the list of this class any more. Reload the page."), code="gone")
        if seats[one.enrolment_id].person_id == actor.pk:
            own = True
            continue
        before = standing.get(one.enrolment_id)
        reason = one.reason.strip()[:200]
        if (before and before.pk) != one.seen:
            conflicts.append(one.enrolment_id)
            continue
        if before and before.percent == one.percent:
            continue
        if not 0 <= one.percent <= 100:
            raise ValidationError(_("Participation is a whole number from 0 to 100."), code="percent")
        if not reason:
            raise ValidationError(_("Please say why: once for everyone below, or beside a name."), code="reason")
        fresh.append(ParticipationEntry(
            enrolment_id=one.enrolment_id, percent=one.percent, reason=reason, recorded_at=now, recorded_by=actor,
            corrects=before,
        ))
    ParticipationEntry.objects.bulk_create(fresh, batch_size=500)
    if fresh:
        record(actor=actor, verb="participation.enter", target=cohort, organisation=cohort.organiser, detail={
            "people": len(fresh), "corrections": sum(row.corrects is not None for row in fresh),
        })
    return Outcome(len(fresh), own, tuple(conflicts))
