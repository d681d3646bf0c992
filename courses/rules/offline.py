"""When something was done that reaches us later, because there was no network."""

from datetime import timedelta


def done_at(*, age_seconds, opened_at, now):
    """Return the moment ``age_seconds`` ago, never before the lesson was opened and never after ``now``.

    A phone says how long ago it was and not when: its clock may be hours wrong, but it counts seconds well enough.
    """
    moment = now - timedelta(seconds=max(0, age_seconds))
    return min(now, max(moment, opened_at or now))
