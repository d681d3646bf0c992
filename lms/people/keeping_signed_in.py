"""What keeps somebody signed in beyond the usual limits: apps to the right register it, such as an exam that is under way."""

KEEPERS = []


def register(keeper):
    """Add ``keeper(person, now)``, which returns until when the person stays signed in, or None."""
    KEEPERS.append(keeper)
    return keeper


def kept_until(person, now):
    """Return the latest moment until which anything keeps ``person`` signed in, or None."""
    return max((until for keeper in KEEPERS if (until := keeper(person, now))), default=None)
