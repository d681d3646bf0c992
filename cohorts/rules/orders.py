"""Orders of lessons: what may be ordered, what may become of an order, and by when it should be answered.

All times are the district's own.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum


class State(StrEnum):
    PLACED = "placed"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class Act(StrEnum):
    """The liaison changes, withdraws, agrees and refuses; the school accepts, declines, proposes and takes out; both cancel;
    closing the session delivers."""

    CHANGE = "change"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    DECLINE = "decline"
    PROPOSE = "propose"
    AGREE = "agree"
    REFUSE = "refuse"
    TAKE_OUT = "take_out"
    CANCEL = "cancel"
    DELIVER = "deliver"


TRANSITIONS = {
    State.PLACED: {
        Act.CHANGE: State.PLACED, Act.WITHDRAW: State.WITHDRAWN, Act.ACCEPT: State.ACCEPTED, Act.DECLINE: State.DECLINED,
        Act.PROPOSE: State.PROPOSED,
    },
    State.PROPOSED: {
        Act.AGREE: State.ACCEPTED, Act.REFUSE: State.PLACED, Act.WITHDRAW: State.WITHDRAWN, Act.DECLINE: State.DECLINED,
        Act.PROPOSE: State.PROPOSED,
    },
    State.ACCEPTED: {Act.TAKE_OUT: State.PLACED, Act.CANCEL: State.CANCELLED, Act.DELIVER: State.DELIVERED},
}


class Refusal(StrEnum):
    """Why an act is refused: the first four say where the order stands, the last two concern its session."""

    ANSWERED = "answered"  # it is not waiting for the school any more
    NOT_PROPOSED = "not_proposed"  # no other time waits for the liaison
    NOT_ACCEPTED = "not_accepted"
    OVER = "over"  # declined, withdrawn, delivered or cancelled
    BEGUN = "begun"
    ALONE = "alone"


@dataclass(frozen=True)
class Step:
    """``state`` is where the act leads; None, with a ``refusal``, when it cannot be done."""

    state: State | None
    refusal: Refusal | None = None


def step(state, act, *, now=None, begins=None, together=1):
    """Return the :class:`Step` of ``act`` on an order in ``state``.

    ``begins`` is when its session begins: from then on it is neither cancelled nor taken out. ``together`` is how many orders
    share the session.
    """
    state = State(state)
    target = TRANSITIONS.get(state, {}).get(act)
    if target is None:
        return Step(None, _why_not(state, act))
    if act in (Act.CANCEL, Act.TAKE_OUT) and begins is not None and now >= begins:
        return Step(None, Refusal.BEGUN)
    if act == Act.TAKE_OUT and together < 2:
        return Step(None, Refusal.ALONE)
    return Step(target)


def _why_not(state, act):
    if state not in TRANSITIONS:
        return Refusal.OVER
    if act in (Act.AGREE, Act.REFUSE):
        return Refusal.NOT_PROPOSED
    return Refusal.NOT_ACCEPTED if act in (Act.TAKE_OUT, Act.CANCEL, Act.DELIVER) else Refusal.ANSWERED


# From when until when a lesson may begin in each part of a day, and when it usually does.
PARTS = {
    "morning": (time(8), time(12), time(9)), "afternoon": (time(12), time(17, 30), time(14)),
    "evening": (time(17, 30), time(21), time(18, 30)),
}
SLOTS = 3


@dataclass(frozen=True)
class Slot:
    """A wanted time. With a ``part`` any hour of that part of the day will do, and ``starts_at`` is the usual one."""

    starts_at: datetime
    part: str = ""


def usual(part):
    return PARTS[part][2]


def fits(slot, starts_at):
    """Tell whether a lesson that begins at ``starts_at`` is what the slot asks for."""
    if not slot.part:
        return slot.starts_at == starts_at
    first, last, _usual = PARTS[slot.part]
    return slot.starts_at.date() == starts_at.date() and first <= starts_at.time() < last


@dataclass(frozen=True)
class Offer:
    """What an item of the menu asks. ``months`` empty is the whole year, ``areas`` (ids) empty is everywhere."""

    size_min: int = 1
    size_max: int = 100
    months: tuple[int, ...] = ()
    areas: frozenset = frozenset()
    retired: bool = False


class Fault(StrEnum):
    RETIRED = "retired"
    AREA = "area"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    NO_SLOT = "no_slot"
    PAST = "past"
    MONTH = "month"
    EQUAL = "equal"


@dataclass(frozen=True)
class Wrong:
    """``slot`` is the number of the wanted time that is meant (from 1), 0 for the order as a whole."""

    fault: Fault
    slot: int = 0


def faults(offer, *, area, size, slots, today):
    """Return every :class:`Wrong` of an order of ``offer``: for the sub-district ``area`` (an id), ``size`` people, at one of
    ``slots``. A wanted day lies after ``today``, so that the school can prepare."""
    found = []
    if offer.retired:
        found.append(Wrong(Fault.RETIRED))
    if offer.areas and area not in offer.areas:
        found.append(Wrong(Fault.AREA))
    if size < offer.size_min:
        found.append(Wrong(Fault.TOO_FEW))
    if size > offer.size_max:
        found.append(Wrong(Fault.TOO_MANY))
    if not slots:
        found.append(Wrong(Fault.NO_SLOT, 1))
    for number, slot in enumerate(slots, start=1):
        day = slot.starts_at.date()
        if day <= today:
            found.append(Wrong(Fault.PAST, number))
        elif offer.months and day.month not in offer.months:
            found.append(Wrong(Fault.MONTH, number))
        if any(_same(slot, earlier) for earlier in slots[:number - 1]):
            found.append(Wrong(Fault.EQUAL, number))
    return tuple(found)


def _same(one, other):
    """Two wanted times are one when they begin together, or ask for the same part of the same day."""
    if one.starts_at == other.starts_at:
        return True
    return bool(one.part) and one.part == other.part and one.starts_at.date() == other.starts_at.date()


class Urgency(StrEnum):
    IN_TIME = "in_time"
    SOON = "soon"  # today or tomorrow is the last day
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Service:
    """``days`` are left until the last day of an answer, or have passed since it."""

    urgency: Urgency
    last_day: object
    days: int


def service(waiting_since, answer_days, today):
    """Return the :class:`Service` of an order that has waited since that moment and is to be answered within so many days."""
    last_day = waiting_since.date() + timedelta(days=answer_days)
    left = (last_day - today).days
    if left < 0:
        return Service(Urgency.OVERDUE, last_day, -left)
    return Service(Urgency.SOON if left <= 1 else Urgency.IN_TIME, last_day, left)
