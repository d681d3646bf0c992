"""Sentences for what the rules of bookings answer, and opening times in words."""

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext

from cohorts.rules.bookings import Refusal


def refusal_sentence(no):
    """Say what stands in the way of a booking, and what would help."""
    words = {"free": no.free}
    if no.first is not None:
        words |= {"first": f"{no.first:%H:%M}", "last": f"{no.last:%H:%M}"}
    match no.refusal:
        case Refusal.PAST:
            text = gettext("This time has passed. Choose a later one.")
        case Refusal.ENDS_FIRST:
            text = gettext("The end lies before the beginning. Choose a later time.")
        case Refusal.TWO_DAYS:
            text = gettext("A visit begins and ends on one day. Book each day for itself.")
        case Refusal.SHUT:
            text = gettext("The site takes no more visits from that day on. Choose an earlier day or another site.")
        case Refusal.CLOSED_DAY:
            text = gettext("The site is closed on that day of the week. Choose another day.")
        case Refusal.OUTSIDE_HOURS:
            text = gettext("On that day the site is open from %(first)s to %(last)s. Choose a time within it.")
        case Refusal.TOO_MANY:
            text = gettext("The site holds %(free)s people. Come in two groups, or choose a larger site.")
        case _:
            text = gettext("Others are there at that time: %(free)s places are left. Choose another time, or come with fewer.")
    return text % words


def opening_lines(opening):
    """Return ``[(weekday, "09:00–17:00" or "")]`` from Monday on, empty where nothing is said of times at all."""
    if not opening:
        return []
    return [
        (str(WEEKDAYS[day]), "–".join(opening[str(day)]) if opening.get(str(day)) else "") for day in range(7)
    ]
