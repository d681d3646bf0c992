"""Sentences for what the rules of planning answer: the same words on the page and in an error."""

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cohorts.rules.clashes import Reason


class PhaseLabel(TextChoices):
    """Labels of ``cohorts.rules.schedule.Phase``, and the values of the filter above the list of cohorts."""

    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    ENDED = "ended", _("Ended")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


PHASE_TONES = {"planned": "info", "running": "ok", "ended": "warn", "closed": "muted", "cancelled": "muted"}


def span(starts_at, ends_at):
    """Return ``9月4日 09:00–11:30``: the day once, then both times, in the district's own time."""
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return f"{date_format(start, 'MONTH_DAY_FORMAT')} {start:%H:%M}–{end:%H:%M}"


def clash_sentence(clash):
    """Say what stands in the way, and what would help."""
    words = {"need": clash.need, "have": clash.have}
    if clash.other is not None:
        words |= {"title": clash.other.title, "when": span(clash.other.starts_at, clash.other.ends_at)}
    match clash.reason:
        case Reason.VENUE_TAKEN:
            text = gettext("The venue is taken by “%(title)s” (%(when)s). Choose another venue or another time.")
        case Reason.VENUE_FULL:
            text = gettext(
                "Together with “%(title)s” (%(when)s) there would be %(need)s people at a venue for %(have)s. "
                "Choose another venue or another time."
            )
        case Reason.VENUE_CLOSED:
            text = gettext("The venue is closed on that day. Choose another venue.")
        case Reason.VENUE_SMALL:
            text = gettext("The venue holds %(have)s people, the cohort has %(need)s. Choose a larger venue.")
        case Reason.TRAINER_BUSY:
            text = gettext("The trainer teaches “%(title)s” then (%(when)s). Choose another trainer or another time.")
        case Reason.COHORT_BUSY:
            text = gettext("This cohort meets for “%(title)s” then (%(when)s). Choose another time.")
        case Reason.PEOPLE_BUSY:
            text = ngettext(
                "%(need)s trainee is also enrolled in a cohort that meets for “%(title)s” then (%(when)s).",
                "%(need)s trainees are also enrolled in a cohort that meets for “%(title)s” then (%(when)s).",
                clash.need,
            )
        case _:
            text = gettext("This day lies outside the days of the cohort.")
    return text % words
