"""Codes that change with the time on the server, for whoever stands in the room: on a check-in screen, at an exam.

A code is an HMAC of a secret, of what it opens, and of a step of time; the one shown now and the one before it count, so a
code lives for one to two steps. Nothing depends on the clock of the screen or of the phone.
"""

import hmac
from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256

CLAIM = timedelta(minutes=2)  # how long a scan may wait for a slow sign-in
STEP = 10


def code_at(secret, subject, now, *, step=STEP):
    """Return the code of the step in which ``now`` lies: 20 characters, 120 bits, safe in an address.

    ``subject`` says what the code opens, such as ``"check-in/12"``; ``step`` is in seconds.
    """
    return _code(secret, subject, _step(now, step))


def spoken_code_at(secret, subject, now, *, step=STEP):
    """Return the six digits to read aloud or type; they come from a key of their own and tell nothing of the code."""
    return _spoken(secret, subject, _step(now, step))


def accepts(code, *, secret, subject, now, step=STEP):
    """Tell whether ``code`` is that of the current or the previous step; takes the same time either way."""
    return _among(code, _code, secret, subject, _step(now, step))


def accepts_spoken(code, *, secret, subject, now, step=STEP):
    """The same as :func:`accepts` for the six digits."""
    return _among(code, _spoken, secret, subject, _step(now, step))


def _step(now, step):
    return int(now.timestamp() // step)


def _digest(purpose, secret, subject, number):
    return hmac.new(secret.encode(), f"{purpose}/{subject}/{number}".encode(), sha256).digest()


def _code(secret, subject, number):
    return urlsafe_b64encode(_digest("scan", secret, subject, number)[:15]).decode()


def _spoken(secret, subject, number):
    return f"{int.from_bytes(_digest('spoken', secret, subject, number)[:8], 'big') % 1_000_000:06d}"


def _among(code, make, secret, subject, number):
    shown = code.encode("utf-8", "surrogatepass")
    matches = [hmac.compare_digest(make(secret, subject, one).encode(), shown) for one in (number, number - 1)]
    return any(matches)
