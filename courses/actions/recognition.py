"""Hours earned elsewhere: asked for with a proof, recognised or returned by somebody else."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.enums import HourKind, RecognitionState
from courses.models import Recognition
from courses.queries.hour_rules import Posts, RuleBook
from courses.rules.hours import PLAIN, split_years
from lms.audit.trail import record
from lms.notices.actions import notify
from lms.people import access

from .ledger import HourLine, post_hours

OPEN = (RecognitionState.APPLIED, RecognitionState.RETURNED)
FIELDS = ("title", "organiser", "first_day", "last_day", "minutes", "concentrated")


class RecognitionRefused(Exception):
    """It cannot be done as things stand; the text says what to do."""


@transaction.atomic
def apply_for_recognition(*, person, proof, values):
    """Ask for hours to be recognised; ``values`` are those of ``FIELDS``. Returns the application."""
    row = Recognition(person=person, **values)
    _keep(row, proof)
    row.save()
    record(actor=person, verb="recognition.apply", target=row, detail={"minutes": row.minutes})
    return row


@transaction.atomic
def mend_recognition(*, person, row, proof, values):
    """Hand an application in again, mended; without ``proof`` the former one stays. Raises :class:`RecognitionRefused`."""
    row = _own(person, row)
    for name in FIELDS:
        setattr(row, name, values[name])
    if proof is not None:
        _keep(row, proof)
    row.state, row.applied_at, row.answer = RecognitionState.APPLIED, timezone.now(), ""
    row.save()
    record(actor=person, verb="recognition.apply", target=row, detail={"minutes": row.minutes})
    return row


@transaction.atomic
def withdraw_recognition(*, person, row):
    row = _own(person, row)
    row.state = RecognitionState.WITHDRAWN
    row.save(update_fields=["state"])
    record(actor=person, verb="recognition.withdraw", target=row)


def _keep(row, proof):
    proof.seek(0)
    row.proof.save(proof.name, proof, save=False)


def _own(person, row):
    row = Recognition.objects.select_for_update().get(pk=row.pk)
    if row.person_id != person.pk:
        raise PermissionDenied("recognition is asked for by oneself")
    if row.state not in OPEN:
        raise RecognitionRefused(_("This application is decided. Ask anew if something is missing."))
    return row


@transaction.atomic
def recognise(*, actor, row, minutes):
    """Recognise an application with ``minutes`` (45 an hour) and post its line, one a year it lasted.

    Raises :class:`RecognitionRefused` when it was decided meanwhile.
    """
    row = _waiting(actor, row)
    row.minutes = minutes
    _decide(actor, row, RecognitionState.APPROVED, "")
    post_hours(actor=actor, lines=lines_of(row))
    record(actor=actor, verb="recognition.approve", target=row, detail={"minutes": minutes})
    _tell(row, "recognition.approved")


def lines_of(row):
    """The lines that the recognised ``row`` earns: one, or one a year where its place divides by the turn of the year."""
    place = Posts([row.person_id]).place(row.person_id, row.last_day)
    rules = RuleBook().rules(place.path, row.last_day) if place else PLAIN
    parts = split_years(row.first_day, row.last_day, row.minutes, split=rules.split)
    source = f"recognition:{row.pk}"
    return [
        HourLine(
            row.person_id, day, HourKind.RECOGNISED, minutes, source if len(parts) == 1 else f"{source}/{day.year}",
            f"{row.organiser} · {row.title}", row.concentrated, subject=row.title,
        )
        for day, minutes in parts
    ]


@transaction.atomic
def return_recognition(*, actor, row, answer):
    """Return an application with the reason; the person mends it and hands it in again."""
    row = _waiting(actor, row)
    _decide(actor, row, RecognitionState.RETURNED, answer)
    record(actor=actor, verb="recognition.return", target=row)
    _tell(row, "recognition.returned")


def _waiting(actor, row):
    row = Recognition.objects.select_for_update(of=("self",)).select_related("person").get(pk=row.pk)
    access.require(actor, "recognition.decide", row)
    if row.state != RecognitionState.APPLIED:
        raise RecognitionRefused(_("Somebody has decided this application meanwhile. Look at it again."))
    return row


def _decide(actor, row, state, answer):
    row.state, row.answer, row.decided_at, row.decided_by = state, answer, timezone.now(), actor
    row.save(update_fields=["state", "answer", "minutes", "decided_at", "decided_by"])


def _tell(row, kind):
    notify(
        person=row.person, kind=kind, source=f"recognition:{row.pk}:{row.state}:{row.decided_at.isoformat()}",
        params={"title": row.title, "reason": row.answer}, url=reverse("courses:my-recognitions"),
    )
