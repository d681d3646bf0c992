"""What is printed of a cohort: its people by group, its meetings by day."""

from itertools import groupby

from django.db.models import F
from django.utils import timezone

from cohorts.models import Enrolment
from cohorts.queries.excellence import is_named
from cohorts.queries.published import as_planned, published_in


def people_on(cohort, *, group=None):
    """Return the people with a seat by group and name, each with ``number`` from 1 on and whether they are ``excellent``.

    With a ``group``, its own. One query.
    """
    found = Enrolment.objects.seated().filter(cohort=cohort)
    if group is not None:
        found = found.filter(group=group)
    rows = list(
        found.select_related("person", "organisation__parent", "group")
        .annotate(excellent=is_named())
        .order_by(F("group__place").asc(nulls_last=True), "group__pk", "person__name_key", "person_id")
    )
    for number, row in enumerate(rows, start=1):
        row.number = number
    return rows


def people_by_group(cohort):
    """Return ``[(group or None, [enrolment])]``, the leader first in each; who has no group stands last. One query for people."""
    leaders = dict(cohort.groups.values_list("pk", "leader_id"))
    parts = []
    for group, rows in groupby(people_on(cohort), key=lambda row: row.group):
        rows = sorted(rows, key=lambda row: row.person_id != leaders.get(row.group_id))
        for row in rows:
            row.leads = row.group_id is not None and row.person_id == leaders.get(row.group_id)
        parts.append((group, rows))
    return parts


def meetings_by_day(cohort):
    """Return ``(published, [(day, [meeting])])``: what trainees were told; the plan where nothing was published yet."""
    told = published_in(cohort)
    if told is not None:
        meetings = [meeting for meeting in told if not meeting.cancelled]
    else:
        planned = cohort.sessions.filter(cancelled_at=None).select_related("cohort", "venue", "trainer", "group")
        meetings = [as_planned(session) for session in planned.order_by("starts_at", "pk")]
    days = groupby(meetings, key=lambda meeting: timezone.localdate(meeting.starts_at))
    return told is not None, [(day, list(rows)) for day, rows in days]
