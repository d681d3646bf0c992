"""Who is to be reminded of which meeting: those who asked for it."""

from dataclasses import dataclass
from typing import Any

from cohorts.enums import SEATED
from cohorts.models import Enrolment, ReminderChoice
from cohorts.queries.published import PublishedMeeting, published_between
from cohorts.rules.reminders import A_DAY, Reminder, due, source
from lms.notices.models import Notice

BATCH = 500


@dataclass(frozen=True)
class Due:
    """One reminder that was not given yet. ``teaches`` tells that the person is the trainer."""

    reminder: Reminder
    meeting: PublishedMeeting
    person_id: int
    choice: Any
    teaches: bool
    source: str


def reminders_due(now):
    """Return the reminders that are due at ``now`` and were not given. As told to trainees: by the published timetable.

    Two queries where nothing is due, one more for every 500 reminders.
    """
    soon = published_between(now, now + A_DAY)
    meetings = [meeting for meeting in soon if not meeting.cancelled and due(meeting.starts_at, now)]
    if not meetings:
        return []
    asked = ReminderChoice.objects.filter(person__is_active=True).select_related("person")
    choices = {choice.person_id: choice for choice in asked}
    seats = {}
    rows = Enrolment.objects.filter(
        cohort__in={meeting.cohort_id for meeting in meetings}, state__in=SEATED, person__reminder_choice__isnull=False
    ).values_list("cohort_id", "person_id", "group_id")
    for cohort_id, person_id, group_id in rows:
        seats.setdefault(cohort_id, []).append((person_id, group_id))
    found = []
    for meeting in meetings:
        reminder = due(meeting.starts_at, now)
        there = {person for person, group in seats.get(meeting.cohort_id, []) if meeting.group in (None, group)}
        for person_id in sorted(there | ({meeting.trainer} - {None})):
            choice = choices.get(person_id)
            if choice is not None and _asked_for(choice, reminder):
                name = source(reminder, meeting=meeting.pk, starts_at=meeting.starts_at, person=person_id)
                found.append(Due(reminder, meeting, person_id, choice, person_id == meeting.trainer, name))
    given = _given([row.source for row in found])
    return [row for row in found if row.source not in given]


def _asked_for(choice, reminder):
    wanted = choice.day_before if reminder is Reminder.DAY else choice.hour_before
    return wanted and (choice.in_app or choice.by_email or choice.by_sms)


def _given(sources):
    found = set()
    for start in range(0, len(sources), BATCH):
        part = sources[start:start + BATCH]
        found.update(Notice.objects.filter(source__in=part).values_list("source", flat=True))
    return found
