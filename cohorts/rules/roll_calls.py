"""The second call in the middle of a session: when it is due, and who signed at the beginning and is not there any more."""

from enum import StrEnum


class Answered(StrEnum):
    """What someone who answers a second call is told; each has a sentence of its own on the page."""

    OK = "answered"
    ALREADY = "answered_already"
    EXPIRED = "expired"
    OVER = "call_over"
    WRONG_CLASS = "wrong_class"
    NOT_SIGNED = "not_signed"


def judge_answer(*, code_accepted, call_open, enrolled, signed, answered):
    """Decide on an answer; nothing is told about a call to whoever does not hold its code, or has answered it."""
    if answered:
        return Answered.ALREADY
    if not code_accepted:
        return Answered.EXPIRED
    if not call_open:
        return Answered.OVER
    if not enrolled:
        return Answered.WRONG_CLASS
    return Answered.OK if signed else Answered.NOT_SIGNED


def is_due(*, asked_for, starts_at, ends_at, now, calls):
    """Tell whether the rules ask for a call that nobody made yet: from the middle of the session until its end."""
    return asked_for and not calls and starts_at + (ends_at - starts_at) / 2 <= now < ends_at


def gap(counted, marked):
    """Return ``(empty, missing)``: marks without a person in the room, people in the room without a mark."""
    return max(0, marked - counted), max(0, counted - marked)
