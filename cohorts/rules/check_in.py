"""The rotating check-in code, and what someone who shows it at a given instant is told.

The code is an HMAC of the session and of a step of time on the server; the one shown now and the one before it count, so a
code lives for one to two steps. Nothing depends on the clock of the screen or of the phone.
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

STEP = 10  # seconds
OPENS_BEFORE = timedelta(minutes=30)
LATE_AFTER = timedelta(minutes=10)
CLAIM = timedelta(minutes=2)  # how long a scan may wait for a slow sign-in


def code_at(secret, session_id, now, *, step=STEP):
    """Return the code of the step in which ``now`` lies: 20 characters, 120 bits, safe in an address."""
    return _code(secret, session_id, _step(now, step))


def spoken_code_at(secret, session_id, now, *, step=STEP):
    """Return the six digits to read aloud or type; they come from a key of their own and tell nothing of the code."""
    return _spoken(secret, session_id, _step(now, step))


def accepts(code, *, secret, session_id, now, step=STEP):
    """Tell whether ``code`` is the session's code of the current or the previous step; takes the same time either way."""
    return _among(code, _code, secret, session_id, _step(now, step))


def accepts_spoken(code, *, secret, session_id, now, step=STEP):
    """The same as :func:`accepts` for the six digits."""
    return _among(code, _spoken, secret, session_id, _step(now, step))


def _step(now, step):
    return int(now.timestamp() // step)


def _digest(purpose, secret, session_id, number):
    return hmac.new(secret.encode(), f"check-in/{purpose}/{session_id}/{number}".encode(), sha256).digest()


def _code(secret, session_id, number):
    return urlsafe_b64encode(_digest("scan", secret, session_id, number)[:15]).decode()


def _spoken(secret, session_id, number):
    return f"{int.from_bytes(_digest('spoken', secret, session_id, number)[:8], 'big') % 1_000_000:06d}"


def _among(code, make, secret, session_id, number):
    shown = code.encode("utf-8", "surrogatepass")
    matches = [hmac.compare_digest(make(secret, session_id, one).encode(), shown) for one in (number, number - 1)]
    return any(matches)


class Outcome(StrEnum):
    """What a person who wants to check in is told; each has a sentence of its own on the page."""

    OK = "ok"
    ALREADY = "already"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    WRONG_CLASS = "wrong_class"
    CLOSED = "closed"
    TOO_EARLY = "too_early"
    OVER = "over"


@dataclass(frozen=True)
class Window:
    """When people can check in to a session."""

    starts_at: datetime
    ends_at: datetime
    closed: bool = False
    cancelled: bool = False
    opens_before: timedelta = OPENS_BEFORE
    late_after: timedelta = LATE_AFTER

    @property
    def opens_at(self):
        return self.starts_at - self.opens_before

    def at(self, now):
        """Return the outcome for someone of the class at ``now``. A closed session stays so, whatever the clock says."""
        if self.cancelled:
            return Outcome.CANCELLED
        if self.closed:
            return Outcome.CLOSED
        if now < self.opens_at:
            return Outcome.TOO_EARLY
        return Outcome.OVER if now >= self.ends_at else Outcome.OK

    def status(self, now):
        """Return ``present``, or ``late`` from the end of the grace on."""
        return "late" if now >= self.starts_at + self.late_after else "present"


@dataclass(frozen=True)
class Answer:
    """``status`` is the mark that stands or is to be made (``ok``, ``already``), ``at`` its instant."""

    outcome: Outcome
    status: str = ""
    at: datetime | None = None

    @property
    def ok(self):
        return self.outcome is Outcome.OK


@dataclass(frozen=True)
class Standing:
    """The mark that stands for the person at this session."""

    status: str
    at: datetime


def judge(*, window, code_accepted, enrolled, standing, now):
    """Decide a check-in at the instant ``now``; nothing is told about a session to whoever does not hold its code.

    Someone already marked gets the same answer again, also after the code has changed.
    """
    if enrolled and standing is not None:
        return Answer(Outcome.ALREADY, standing.status, standing.at)
    if not code_accepted:
        return Answer(Outcome.EXPIRED)
    if window.cancelled:
        return Answer(Outcome.CANCELLED)
    if not enrolled:
        return Answer(Outcome.WRONG_CLASS)
    outcome = window.at(now)
    return Answer(outcome, window.status(now), now) if outcome is Outcome.OK else Answer(outcome)
