"""Sentences for what the rules of planning answer: the same words on the page and in an error."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cohorts.enums import SessionKind
from cohorts.holidays import Holiday
from cohorts.rules.calendar import DayKind
from cohorts.rules.clashes import Reason
from cohorts.rules.versions import What


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
    if clash.span is not None:
        words["when"] = f"{long_moment(clash.span.starts_at)} – {long_moment(clash.span.ends_at)}"
    if clash.name:
        words["day"] = holiday_name(clash.name)
    if clash.reason == Reason.PEOPLE_BUSY:
        return ngettext(
            "%(need)s trainee is also enrolled in a cohort that meets for “%(title)s” then (%(when)s).",
            "%(need)s trainees are also enrolled in a cohort that meets for “%(title)s” then (%(when)s).",
            clash.need,
        ) % words
    if clash.reason == Reason.MAKE_UP_DAY and not clash.name:
        return gettext("This Saturday or Sunday is a working day.")
    return str(CLASHES[clash.reason]) % words


CLASHES = {
    Reason.VENUE_TAKEN: _("The venue is taken by “%(title)s” (%(when)s). Choose another venue or another time."),
    Reason.VENUE_FULL: _(
        "Together with “%(title)s” (%(when)s) there would be %(need)s people at a venue for %(have)s. "
        "Choose another venue or another time."
    ),
    Reason.VENUE_CLOSED: _("The venue is closed on that day. Choose another venue."),
    Reason.VENUE_SHUT: _("The venue is not open at that time. Choose another time or another venue."),
    Reason.VENUE_SMALL: _("The venue holds %(have)s people, the cohort has %(need)s. Choose a larger venue."),
    Reason.TRAINER_BUSY: _("The trainer teaches “%(title)s” then (%(when)s). Choose another trainer or another time."),
    Reason.TRAINER_AWAY: _("The trainer is away then (%(when)s). Choose another trainer or another time."),
    Reason.TRAINER_LOAD: _("The trainer would teach %(need)s sessions that week and takes at most %(have)s."),
    Reason.COHORT_BUSY: _("This cohort meets for “%(title)s” then (%(when)s). Choose another time."),
    Reason.GROUP_BUSY: _("This group meets for “%(title)s” then (%(when)s). Choose another time."),
    Reason.OUTSIDE_DAYS: _("This day lies outside the days of the cohort."),
    Reason.HOLIDAY: _("This day is a public holiday: %(day)s."),
    Reason.WEEKEND: _("This day is a Saturday or a Sunday."),
    Reason.MAKE_UP_DAY: _("This Saturday or Sunday is a working day, to make up for %(day)s."),
    Reason.YEAR_UNKNOWN: _("The public holidays of %(need)s are not known yet. Look again when they are announced."),
}


def holiday_name(name):
    return str(Holiday(name).label) if name in Holiday.values else name


def day_note(day):
    """Return ``(tone, text)`` of what is special about a day (``rules.calendar.Day``), or None."""
    match day.kind:
        case DayKind.HOLIDAY:
            return "bad", holiday_name(day.name)
        case DayKind.MAKE_UP:
            return "info", gettext("Working day")
    return None


def clock(starts_at, ends_at):
    return f"{timezone.localtime(starts_at):%H:%M}–{timezone.localtime(ends_at):%H:%M}"


def long_moment(moment):
    local = timezone.localtime(moment)
    return f"{date_format(local, 'MONTH_DAY_FORMAT')} {local:%H:%M}"


CHANGED_FIELDS = {
    "title": _("Title"), "kind": _("Kind"), "starts_at": _("From"), "ends_at": _("To"), "venue": _("Venue"),
    "trainer": _("Trainer"), "group": _("Who meets"), "minutes": _("Minutes credited"),
}
CHANGES = {
    What.ADDED: pgettext_lazy("timetable", "New"), What.CHANGED: pgettext_lazy("timetable", "Changed"),
    What.CANCELLED: _("Cancelled"),
}
CHANGE_TONES = {What.ADDED: "ok", What.CHANGED: "warn", What.CANCELLED: "bad"}


@dataclass(frozen=True)
class ChangeLine:
    """A change of a published timetable in words: ``fields`` are ``(label, before, after)``."""

    title: str
    when: str
    what: str
    tone: str
    fields: tuple


def change_lines(changes):
    """Return the changes of a version (``rules.versions.difference``) as :class:`ChangeLine`, in order of time."""
    return [
        ChangeLine(
            change["title"], long_moment(datetime.fromisoformat(change["starts_at"])), str(CHANGES[change["what"]]),
            CHANGE_TONES[change["what"]],
            tuple(
                (str(CHANGED_FIELDS[name]), _told(name, old), _told(name, new)) for name, (old, new) in change["fields"].items()
            ),
        )
        for change in changes
    ]


def _told(name, value):
    if name in ("starts_at", "ends_at"):
        return long_moment(datetime.fromisoformat(value))
    if name == "kind":
        return str(SessionKind(value).label)
    if name == "group" and not value:
        return gettext("The whole cohort")
    return value or gettext("Not decided yet")
