"""What follows from the dates of an appointment."""

from calendar import monthrange


def add_months(day, months):
    """Return the day ``months`` later; the last of a shorter month where the day does not exist in it."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


def newly_appointed(starts_on, on, months=6):
    """Tell whether someone in post since ``starts_on`` counts as newly appointed on the day ``on``.

    The national plan wants new secretaries trained within half a year: six months is the default.
    """
    return starts_on is not None and starts_on <= on < add_months(starts_on, months)
