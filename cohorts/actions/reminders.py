"""Reminders: what someone asked for, and giving them at their time."""

from django.db import transaction
from django.urls import reverse

from cohorts.models import ReminderChoice
from cohorts.plan_words import span
from cohorts.queries.reminders import reminders_due
from lms.notices.actions import notify
from lms.notices.enums import Channel
from lms.people.models import Person


@transaction.atomic
def choose_reminders(*, person, **choice):
    """Keep when and how ``person`` wants to be reminded of sessions; return the row."""
    return ReminderChoice.objects.update_or_create(person=person, defaults=choice)[0]


def remind(*, now):
    """Give every reminder that is due and was not given; return how many. Two at once give each of them once."""
    due = reminders_due(now)
    for row in due:
        _give(row)
    return len(due)


def _give(row):
    meeting, choice = row.meeting, row.choice
    page = "cohorts:cohort" if row.teaches else "cohorts:my-class"
    channels = [
        channel for channel, wanted, address in (
            (Channel.EMAIL, choice.by_email, choice.person.email), (Channel.SMS, choice.by_sms, choice.person.phone)
        ) if wanted and address
    ]
    notify(
        person=Person(pk=row.person_id), kind=f"reminder.{row.reminder}", source=row.source, channels=channels,
        quiet=not choice.in_app, url=reverse(page, args=[meeting.cohort_id]),
        params={
            "session": meeting.title, "when": span(meeting.starts_at, meeting.ends_at),
            "place": f" · {meeting.venue_name}" if meeting.venue_name else "",
        },
    )
