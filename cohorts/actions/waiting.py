"""Take marks that a trainer's device sends one by one: from the grid and the scanner, at once or after it had no network."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError

from cohorts.actions.attendance import Entry, mark_attendance
from cohorts.actions.cards import holder_of
from cohorts.enums import AttendanceStatus, MarkMethod
from cohorts.models import AttendanceMark
from cohorts.queries.attendance import seats_of, standing_marks, window_of

TAKEN, BEFORE, OWN, CHANGED, UNKNOWN, REFUSED = "taken", "before", "own", "changed", "unknown", "refused"


@dataclass(frozen=True)
class Sent:
    """One mark as the device sends it. A card comes as the number on it, or as the person whom the device found by it."""

    nonce: UUID
    age_seconds: int
    method: str
    enrolment_id: int | None = None
    number: str = ""
    status: str = ""
    seen: str = ""
    offline: bool = False


@dataclass(frozen=True)
class Taken:
    """What became of it: ``state``, whom it is about, the status that stands then, and a sentence where it was refused."""

    state: str
    name: str = ""
    status: str = ""
    text: str = ""


def take_marks(*, actor, session, sent, now, device):
    """Write the marks ``sent``, in their order; return ``{nonce: Taken}``. What was sent before is not written again."""
    window = window_of(session)
    seats = {seat.pk: seat for seat in seats_of(session).select_related("person")}
    known = _known(sent)
    answers, batch = {}, []
    for one in sent:
        seat = seats.get(one.enrolment_id) if one.enrolment_id else holder_of(one.number, seats.values())
        if seat is None:
            answers[one.nonce] = Taken(UNKNOWN)
            continue
        instant = window.observed_at(age_seconds=one.age_seconds, now=now)
        status = window.status(instant) if one.method == MarkMethod.CARD else one.status
        entry = Entry(seat.pk, status, one.nonce, one.seen, instant, one.offline)
        # Two marks of one person, or of two kinds, are written one after the other.
        if batch and (batch[0][0].method != one.method or seat.pk in {entry.enrolment_id for _, entry in batch}):
            answers |= _write(actor, session, batch, seats, known, now, device)
            batch = []
        batch.append((one, entry))
    if batch:
        answers |= _write(actor, session, batch, seats, known, now, device)
    return answers


def _known(sent):
    """Return the nonces that were written before."""
    return set(AttendanceMark.objects.filter(nonce__in=[one.nonce for one in sent]).values_list("nonce", flat=True))


def _write(actor, session, batch, seats, known, now, device):
    try:
        outcome = mark_attendance(
            actor=actor, session=session, marks=[entry for _, entry in batch], now=now, method=batch[0][0].method,
            device=device,
        )
    except ValidationError as error:
        text = " ".join(error.messages)
        return {
            one.nonce: Taken(BEFORE if one.nonce in known else REFUSED, seats[entry.enrolment_id].person.name, text=text)
            for one, entry in batch
        }
    standing = standing_marks(session, [entry.enrolment_id for _, entry in batch])
    answers = {}
    for one, entry in batch:
        seat, mark = seats[entry.enrolment_id], standing.get(entry.enrolment_id)
        if one.nonce in known:
            state = BEFORE
        elif seat.person_id == actor.pk:
            state = OWN
        elif one.method == MarkMethod.CARD:  # a card marks whoever has no mark yet, and nobody twice
            state = TAKEN if mark and mark.nonce == one.nonce else CHANGED
        else:
            state = CHANGED if seat.pk in outcome.conflicts else TAKEN
        answers[one.nonce] = Taken(state, seat.person.name, mark.status if mark else "")
    return answers


def clean_sent(data):
    """Return the list of :class:`Sent` that a device's JSON holds; ``ValueError`` when it is not what our pages send."""
    if not isinstance(data, list) or len(data) > 500:
        raise ValueError("not a list of marks")
    return [_clean(one) for one in data]


def _clean(one):
    if not isinstance(one, dict):
        raise ValueError("not a mark")
    sent = Sent(
        nonce=UUID(str(one.get("nonce"))), age_seconds=int(one.get("age", 0)), method=MarkMethod(one.get("method")),
        enrolment_id=int(one["enrolment"]) if one.get("enrolment") else None, number=str(one.get("number", ""))[:40],
        status=str(one.get("status", "")), seen=str(one.get("seen", "")), offline=one.get("offline") is True,
    )
    if sent.method not in (MarkMethod.GRID, MarkMethod.CARD):
        raise ValueError("not a way to mark by hand")
    if sent.method == MarkMethod.GRID and sent.status not in AttendanceStatus.values:
        raise ValueError("not a status")
    return sent
