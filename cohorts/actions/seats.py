"""The one way to a place. Whatever gives seats goes through :func:`take_places`.

It locks the cohort's row first, so that however many ask at once, no more are seated than there are places, and whoever
came first waits first.
"""

from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from cohorts.enums import SEATED, EnrolmentState
from cohorts.models import Enrolment, SeatShare
from cohorts.queries.seats import as_share, shares_with_names
from cohorts.rules.seats import allot
from courses.actions.assignments import admit_participants
from courses.actions.candidates import admit_candidates
from lms.audit.trail import record
from lms.notices.actions import notify_all

from .locking import lock_cohort

BATCH = 500
WITH_PLACE = ("enrolment.approved", "enrolment.promoted", "enrolment.transferred")
GONE = (EnrolmentState.WITHDRAWN, EnrolmentState.DECLINED)
COLUMNS = ["organisation", "position", "state", "created_at", "decided_at", "reason", "share", "moved_from", "group"]


@dataclass(frozen=True)
class Request:
    """Someone wants a place, in the post for which they are trained. ``share`` is the id of the places kept for their
    organisation; ``moved_from`` the enrolment they are transferred from."""

    person_id: int
    organisation_id: int
    position: str
    share: int | None = None
    moved_from: int | None = None


@dataclass(frozen=True)
class Seating:
    """What became of those who asked; ``already`` had a place or waited before, and are left as they were. ``promoted``
    are the ids of enrolments that had waited before."""

    enrolled: tuple = ()
    waitlisted: tuple = ()
    already: tuple = ()
    promoted: tuple = ()


@transaction.atomic
def take_places(*, actor, cohort, requests=(), approved=()):
    """Put those who ask into the line, in the order given, and give the free places to the first of the line.

    ``approved`` are ids of applications that enter the line at the moment of their receipt. Without either, free places
    go to who waits. Someone who withdrew may come again, at the end of the line. Raises ``ValidationError`` when the
    cohort is over.
    """
    cohort = lock_cohort(cohort)
    rows, already = _line_up(cohort, requests)
    if approved:
        Enrolment.objects.filter(cohort=cohort, pk__in=approved, state=EnrolmentState.APPLIED).update(
            state=EnrolmentState.WAITLISTED
        )
    seated = _seat(actor, cohort)
    asked = {row.pk for row in rows} | set(approved)
    promoted = tuple(pk for pk in seated if pk not in asked)
    tell(cohort, {pk: seated[pk] for pk in promoted}, "enrolment.promoted")
    for row in rows:
        if row.pk in seated:
            row.state = EnrolmentState.ENROLLED
    return Seating(
        tuple(row for row in rows if row.pk in seated), tuple(row for row in rows if row.pk not in seated),
        tuple(already), promoted,
    )


def _line_up(cohort, requests):
    """Write who asks as waiting; return their rows in order, and those that stood on the list before."""
    wanted = {}
    for request in requests:
        wanted.setdefault(request.person_id, request)
    if not wanted:
        return [], []
    before = {row.person_id: row for row in Enrolment.objects.filter(cohort=cohort) if row.person_id in wanted}
    now, fresh, again, already, rows = timezone.now(), [], [], [], []
    for person_id, request in wanted.items():
        row = before.get(person_id)
        if row is not None and row.state not in GONE:
            already.append(row)
            continue
        if row is None:
            row = Enrolment(cohort=cohort, person_id=person_id)
            fresh.append(row)
        else:
            again.append(row)
        row.organisation_id, row.position = request.organisation_id, request.position
        row.state, row.created_at, row.decided_at, row.reason = EnrolmentState.WAITLISTED, now, None, ""
        row.share_id, row.moved_from_id, row.group_id = request.share, request.moved_from, None
        rows.append(row)
    Enrolment.objects.bulk_create(fresh, batch_size=BATCH)
    Enrolment.objects.bulk_update(again, COLUMNS, batch_size=BATCH)
    return rows, already


def _seat(actor, cohort):
    """Seat who waits longest while places are free; return ``{enrolment id: person id}``. The cohort is locked.

    Whoever is seated is admitted to the exam and the assignment that the programme asks for.
    """
    taken, shares = Enrolment.objects.filter(cohort=cohort, state__in=SEATED).count(), shares_of(cohort)
    line = list(
        Enrolment.objects.filter(cohort=cohort, state=EnrolmentState.WAITLISTED)
        .order_by("created_at", "pk").values_list("pk", "person_id", "share_id")
    )
    today = timezone.localdate()
    seated = allot(
        quota=cohort.quota, taken=taken, queue=[pk for pk, _person, _share in line],
        kept={share.pk: share.unnamed(today) for share in shares},
        share_of={pk: share for pk, _person, share in line if share is not None},
    ).seated
    if not seated:
        return {}
    now = timezone.now()
    for start in range(0, len(seated), BATCH):
        Enrolment.objects.filter(pk__in=seated[start:start + BATCH]).update(
            state=EnrolmentState.ENROLLED, decided_at=now
        )
    record(actor=actor, verb="cohort.seat", target=cohort, organisation=cohort.organiser,
           detail={"enrolments": list(seated)})
    people = {pk: person_id for pk, person_id, _share in line}
    exam = cohort.programme.exam if cohort.programme_id else None
    if exam is not None:
        admit_candidates(actor=actor, exam=exam, person_ids=[people[pk] for pk in seated])
    assignment = cohort.programme.assignment if cohort.programme_id else None
    if assignment is not None:
        admit_participants(actor=actor, assignment=assignment, person_ids=[people[pk] for pk in seated])
    return {pk: people[pk] for pk in seated}


def shares_of(cohort):
    """The places that the cohort keeps for organisations, as the rule wants them. One query."""
    return [as_share(row) for row in shares_with_names(SeatShare.objects.filter(cohort=cohort))]


def tell(cohort, people, kind, **params):
    """Tell each of ``{enrolment id: person id}`` what became of their place; ``params`` are further values of the sentence."""
    if not people:
        return
    now = timezone.now()
    url = reverse("cohorts:my-class", args=[cohort.pk]) if kind in WITH_PLACE else reverse("cohorts:my-open")
    notify_all({
        "person_id": person_id, "kind": kind, "source": f"{kind}:{pk}:{now:%Y%m%d%H%M%S%f}",
        "params": {"cohort": cohort.title} | params, "url": url,
    } for pk, person_id in people.items())
