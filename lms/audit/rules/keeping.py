"""How long lines of the trail are kept."""

LEAST_MONTHS = 6  # Cybersecurity Law of 2017, article 21 (3): network logs are kept for six months at least


def months_before(moment, months):
    """Return the moment ``months`` before, on the last day that the month has at the latest: never later than exact."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, 28))
