"""Sessions as a calendar that other programs read (RFC 5545)."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

REFRESH = timedelta(hours=1)


def calendar_of(title, sessions):
    """Return the bytes of a calendar of ``sessions`` (with cohort, venue and trainer fetched).

    A session keeps its UID for ever and raises its SEQUENCE with every change; a cancelled one says so.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.WAGTAIL_SITE_NAME}//timetable//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", REFRESH)
    calendar.add("x-published-ttl", "PT1H")
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    for session in sessions:
        calendar.add_component(_event(session, host))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(session, host):
    event = Event()
    event.add("uid", f"session-{session.pk}@{host}")
    event.add("sequence", session.revision)
    event.add("dtstamp", session.revised_at)
    event.add("last-modified", session.revised_at)
    event.add("dtstart", timezone.localtime(session.starts_at))
    event.add("dtend", timezone.localtime(session.ends_at))
    event.add("summary", _title(session))
    if session.venue:
        event.add("location", "，".join(filter(None, (session.venue.name, session.venue.address))))
    lines = [session.cohort.title, str(session.get_kind_display())]
    if session.trainer:
        lines.append(_("Trainer: %(name)s") % {"name": session.trainer.name})
    event.add("description", "\n".join(lines))
    event.add("status", "CANCELLED" if _is_off(session) else "CONFIRMED")
    return event


def _title(session):
    return _("Cancelled: %(title)s") % {"title": session.title} if _is_off(session) else session.title


def _is_off(session):
    return session.cancelled_at is not None or session.cohort.cancelled_at is not None
