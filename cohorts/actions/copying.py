"""Open a cohort as a copy of an earlier one, shifted to new dates."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cohorts.models import ClassSession, Cohort
from lms.audit.trail import record

from .cohorts import open_cohort
from .timetable import ScheduleClash, schedule_session


@dataclass(frozen=True)
class Copied:
    """The new cohort, how many meetings were planned, and ``(meeting of the earlier one, ScheduleClash)`` of the others."""

    cohort: Cohort
    planned: int
    left_out: tuple = ()


@transaction.atomic
def copy_cohort(*, actor, cohort, organiser, title, starts_on, quota, class_teacher=None):
    """Open a cohort like ``cohort`` that begins on ``starts_on``; return :class:`Copied`.

    Groups and meetings come along: the same number of days after the first day, at the same time of day, in the same
    rooms, with the same trainers. It is a draft: nobody is told before it is published. What clashes is left out and
    reported. People, leaders of groups and marks stay where they are.
    """
    shift = starts_on - cohort.starts_on
    copy = open_cohort(
        actor=actor, programme=cohort.programme, organiser=organiser, title=title, starts_on=starts_on,
        ends_on=cohort.ends_on + shift, quota=quota, class_teacher=class_teacher, venue=cohort.venue,
        groups=cohort.groups.values_list("name", flat=True), copied_from=cohort,
    )
    groups = {group.name: group for group in copy.groups.all()}
    planned, left_out = 0, []
    meetings = ClassSession.objects.filter(cohort=cohort, cancelled_at=None).select_related(
        "venue", "trainer", "module", "group"
    )
    for meeting in meetings:
        try:
            with transaction.atomic():
                schedule_session(
                    actor=actor, cohort=copy, title=meeting.title, kind=meeting.kind, venue=meeting.venue,
                    trainer=meeting.trainer, minutes=meeting.minutes, module=meeting.module,
                    group=groups.get(meeting.group.name) if meeting.group_id else None,
                    starts_at=shifted(meeting.starts_at, shift), ends_at=shifted(meeting.ends_at, shift),
                )
        except ScheduleClash as clash:
            left_out.append((meeting, clash))
        else:
            planned += 1
    record(actor=actor, verb="cohort.copy", target=copy, organisation=organiser,
           detail={"cohort": cohort.pk, "sessions": planned, "left_out": len(left_out)})
    return Copied(copy, planned, tuple(left_out))


def shifted(moment, shift):
    """Return the moment some days later at the same time of day in the district."""
    local = timezone.localtime(moment)
    return timezone.make_aware(datetime.combine(local.date() + shift, local.time()))
