"""The rotating check-in code, and what someone who shows it at a given instant is told.

How long a code lives and when people may check in is said by the rules of attendance of the day (``rules.policy.Policy``).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cohorts.rules.policy import Policy
from lms.rules import rotating

STEP = Policy().code_seconds


def code_at(secret, session_id, now, *, step=STEP):
    """Return the code of this moment (``lms.rules.rotating``). A second call has a secret and a number of its own."""
    return rotating.code_at(secret, f"check-in/{session_id}", now, step=step)


def spoken_code_at(secret, session_id, now, *, step=STEP):
    return rotating.spoken_code_at(secret, f"check-in/{session_id}", now, step=step)


def accepts(code, *, secret, session_id, now, step=STEP):
    return rotating.accepts(code, secret=secret, subject=f"check-in/{session_id}", now=now, step=step)


def accepts_spoken(code, *, secret, session_id, now, step=STEP):
    return rotating.accepts_spoken(code, secret=secret, subject=f"check-in/{session_id}", now=now, step=step)


class Outcome(StrEnum):
    """What a person who wants to check in is told; each has a sentence of its own on the page."""

    OK = "ok"
    ALREADY = "already"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    WRONG_CLASS = "wrong_class"
    WRONG_GROUP = "wrong_group"
    OWN = "own"
    CLOSED = "closed"
    TOO_EARLY = "too_early"
    OVER = "over"


@dataclass(frozen=True)
class Window:
    """When people can check in to a session, and what their coming is worth."""

    starts_at: datetime
    ends_at: datetime
    closed: bool = False
    cancelled: bool = False
    policy: Policy = Policy()

    @property
    def opens_at(self):
        return self.starts_at - timedelta(minutes=self.policy.opens_before)

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
        """Return ``present``; ``late`` from the end of the grace on; ``absent`` for whoever comes too late to count."""
        after = now - self.starts_at
        if self.policy.absent_after and after >= timedelta(minutes=self.policy.absent_after):
            return "absent"
        return "late" if after >= timedelta(minutes=self.policy.late_after) else "present"

    def late_minutes(self, status, now):
        """Return the whole minutes since the start for whoever came late, never more than the session lasts."""
        if status not in ("late", "absent"):
            return 0
        return _minutes(min(now, self.ends_at) - self.starts_at)

    def early_minutes(self, status, now):
        """Return the whole minutes up to the end for whoever left early at ``now``."""
        return _minutes(self.ends_at - max(now, self.starts_at)) if status == "left_early" else 0

    def observed_at(self, *, age_seconds, now):
        """Return the moment of a mark that was made ``age_seconds`` ago: never after ``now``, never before check-in opened.

        A device says how long ago it was and not when: its clock may be hours wrong, but it counts seconds well enough.
        """
        return min(now, max(now - timedelta(seconds=min(max(0, age_seconds), LONGEST_WAIT)), self.opens_at))


LONGEST_WAIT = 14 * 24 * 3600  # seconds that a mark may have waited in a device; what waited longer counts as waiting so long


def _minutes(span):
    return max(0, int(span.total_seconds() // 60))


@dataclass(frozen=True)
class Answer:
    """``status`` is the mark that stands or is to be made (``ok``, ``already``), ``at`` its instant."""

    outcome: Outcome
    status: str = ""
    at: datetime | None = None
    late_minutes: int = 0

    @property
    def ok(self):
        return self.outcome is Outcome.OK


@dataclass(frozen=True)
class Standing:
    """The mark that stands for the person at this session."""

    status: str
    at: datetime
    late_minutes: int = 0


def judge(*, window, code_accepted, enrolled, standing, now, in_group=True):
    """Decide a check-in at the instant ``now``; nothing is told about a session to whoever does not hold its code.

    Someone already marked gets the same answer again, also after the code has changed. ``in_group`` is false for someone of
    the class when only another group of it meets.
    """
    if enrolled and standing is not None:
        return Answer(Outcome.ALREADY, standing.status, standing.at, standing.late_minutes)
    if not code_accepted:
        return Answer(Outcome.EXPIRED)
    if window.cancelled:
        return Answer(Outcome.CANCELLED)
    if not enrolled:
        return Answer(Outcome.WRONG_CLASS)
    if not in_group:
        return Answer(Outcome.WRONG_GROUP)
    outcome = window.at(now)
    if outcome is not Outcome.OK:
        return Answer(outcome)
    status = window.status(now)
    return Answer(outcome, status, now, window.late_minutes(status, now))
