"""Meetings as a calendar that other programs read (RFC 5545)."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

REFRESH = timedelta(hours=1)


def calendar_of(title, meetings):
    """Return the bytes of a calendar of ``meetings`` (``queries.published.PublishedMeeting``).

    A meeting keeps its UID for ever and raises its SEQUENCE with every change; a cancelled one says so.
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
    for meeting in meetings:
        calendar.add_component(_event(meeting, host))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(meeting, host):
    event = Event()
    event.add("uid", f"session-{meeting.pk}@{host}")
    event.add("sequence", meeting.revision)
    event.add("dtstamp", meeting.revised_at)
    event.add("last-modified", meeting.revised_at)
    event.add("dtstart", timezone.localtime(meeting.starts_at))
    event.add("dtend", timezone.localtime(meeting.ends_at))
    event.add("summary", _("Cancelled: %(title)s") % {"title": meeting.title} if meeting.cancelled else meeting.title)
    if meeting.venue_name:
        event.add("location", "，".join(filter(None, (meeting.venue_name, meeting.address))))
    lines = [meeting.cohort_title, str(meeting.kind_label)]
    if meeting.group_name:
        lines.append(meeting.group_name)
    if meeting.trainer_name:
        lines.append(_("Trainer: %(name)s") % {"name": meeting.trainer_name})
    event.add("description", "\n".join(lines))
    event.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    return event
