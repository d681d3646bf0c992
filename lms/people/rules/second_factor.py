"""Codes of an authenticator app (RFC 6238: six digits, a new one every thirty seconds), and the codes that stand in for it."""

import hmac
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from lms.people.rules.first_codes import ALPHABET

STEP = 30  # seconds
DRIFT = 1  # steps that a telephone's clock may be ahead or behind
TRIES = 5
PAUSE = timedelta(minutes=15)
RECOVERY_CODES = 10
RECOVERY_LENGTH = 10  # of 31 characters: 49 bits


@dataclass(frozen=True)
class Answer:
    """``kind`` is ``"app"``, ``"recovery"``, ``"wrong"`` or ``"paused"``; ``until`` when codes are taken again."""

    kind: str
    until: datetime | None = None

    @property
    def right(self):
        return self.kind in {"app", "recovery"}


def typed(text):
    """Return what someone typed, as codes are made: spaces, dashes, case and full width do not matter."""
    return "".join(unicodedata.normalize("NFKC", text or "").split()).replace("-", "").upper()


def step_at(now):
    return int(now.timestamp()) // STEP


def matching_step(code, *, now, last, generate):
    """Return the time step that ``code`` belongs to, or None. ``generate(step)`` makes the code of a step.

    Steps up to ``last`` are used up, so that a code seen over a shoulder is worth nothing.
    """
    found = None
    for step in range(step_at(now) - DRIFT, step_at(now) + DRIFT + 1):
        same = hmac.compare_digest(generate(step), code.encode())  # each is compared: how long it takes tells nothing
        if same and step > last:
            found = step
    return found


def after_failure(failures, now):
    """Return ``(failures, paused_until)`` after one more wrong code."""
    failures += 1
    return (0, now + PAUSE) if failures >= TRIES else (failures, None)


def make_recovery_code(choice):
    """Return a recovery code; ``choice`` picks one character of a text (``secrets.choice``)."""
    return "".join(choice(ALPHABET) for _ in range(RECOVERY_LENGTH))


def shown(code):
    """Return a recovery code as it is printed: ``ABCDE-23456``."""
    return f"{code[:5]}-{code[5:]}"


def in_fours(secret):
    """Return a secret as it is typed into an app by hand: in groups of four."""
    return " ".join(secret[at: at + 4] for at in range(0, len(secret), 4))
