"""How everyone of a running class stands, reckoned anew and kept with each place, so that boards and lists cost no reckoning."""

from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.utils import timezone

from cohorts.models import Cohort, Enrolment
from cohorts.queries.completion import facts_of, requirements_of, to_be_judged
from cohorts.rules.completion import completion
from cohorts.rules.standing import renewed
from lms.audit import trail
from lms.jobs.telling import tell

SWEEP_SECONDS = 300


@dataclass(frozen=True)
class Reckoned:
    """Of how many ``people`` it was asked, whose standing ``changed``, who is ``complete`` now and was not, who no longer is."""

    people: int = 0
    changed: int = 0
    complete: int = 0
    incomplete: int = 0


@transaction.atomic
def recompute(*, actor, cohort, now=None):
    """Reckon how everyone enrolled stands and keep what is new, with what changed; return a :class:`Reckoned`.

    Twice is as good as once. A cohort that is closed or cancelled is left alone, since its verdicts stand. The cohort's row is
    held, so that of two reckonings the later one is kept. The trail has a line of it when somebody asked.
    """
    now = now or timezone.now()
    locked = (
        Cohort.objects.select_for_update(of=("self",), no_key=True).select_related("organiser", "programme__exam")
        .get(pk=cohort.pk)
    )
    if locked.closed_at is not None or locked.cancelled_at is not None:
        return Reckoned()
    rows = list(to_be_judged(locked))
    facts, requirements = facts_of(locked, rows), requirements_of(locked)
    fresh, complete, incomplete = [], 0, 0
    for row in rows:
        verdict = completion(facts[row.pk], requirements)
        standing = renewed(row.standing, facts[row.pk], requirements, verdict, now.isoformat())
        if standing is None:
            continue
        before = row.standing.get("complete", False)
        complete, incomplete = complete + (verdict.complete and not before), incomplete + (before and not verdict.complete)
        row.standing, row.standing_at = standing, now
        fresh.append(row)
    Enrolment.objects.bulk_update(fresh, ["standing", "standing_at"], batch_size=200)
    Cohort.objects.filter(pk=locked.pk).update(standing_at=now)
    cohort.standing_at = now
    found = Reckoned(len(rows), len(fresh), complete, incomplete)
    if actor is not None:
        trail.record(actor=actor, verb="cohort.recompute", target=locked, organisation=locked.organiser,
                     detail={"people": found.people, "changes": found.changed})
    return found


def recompute_later(cohort_id):
    """Let a worker reckon the cohort after the caller's transaction; without one, the next sweep does."""
    transaction.on_commit(partial(send, cohort_id))


def sweep():
    """Have every running cohort reckoned, each by itself; return how many. What no worker took by the next sweep is dropped."""
    found = list(Cohort.objects.active().filter(starts_on__lte=timezone.localdate()).order_by("pk").values_list("pk", flat=True))
    for pk in found:
        send(pk)
    return len(found)


def send(cohort_id):
    from cohorts.tasks import recompute_standings as task  # noqa: PLC0415 -- leaf: tasks import actions

    tell(task, cohort_id, expires=SWEEP_SECONDS)
