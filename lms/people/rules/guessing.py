"""How long an account rests after wrong passwords."""

from datetime import timedelta

REMEMBERED = timedelta(days=1)  # after which the first rest is short again


def rests_until(locks, *, pauses):
    """Return when an account that was locked at the times ``locks`` may be tried again, or None if it never was.

    ``pauses`` are the lengths of the first rest, of the second and so on; the last one stays. Locks closer to each other than
    the first of them are one: guesses that were under way at the same time.
    """
    begins = []
    for at in sorted(locks):
        if not begins or at - begins[-1] >= pauses[0]:
            begins.append(at)
    return begins[-1] + pauses[min(len(begins), len(pauses)) - 1] if begins else None
