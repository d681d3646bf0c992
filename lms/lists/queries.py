"""Reads of saved filters and scheduled reports."""

from django.db.models import F, OuterRef, Subquery

from lms.lists.models import SavedFilter, ScheduledReport, ScheduledRun


def filters_of(user, kind):
    return SavedFilter.objects.visible_to(user).filter(list_key=kind.key)


def schedules_of(user):
    """One's own, those that still run first; each with ``last_id``, its last run."""
    last = ScheduledRun.objects.filter(schedule=OuterRef("pk")).order_by("-period").values("pk")[:1]
    return (
        ScheduledReport.objects.visible_to(user).select_related("person").annotate(last_id=Subquery(last))
        .order_by(F("ended_at").desc(nulls_first=True), "-created_at", "-pk")
    )


def with_last_runs(schedules):
    """Give each of a page of schedules its ``last``, the last run with its job, or None. One query."""
    schedules = list(schedules)
    ids = [schedule.last_id for schedule in schedules if schedule.last_id]
    runs = {run.pk: run for run in ScheduledRun.objects.filter(pk__in=ids).select_related("job")}
    for schedule in schedules:
        schedule.last = runs.get(schedule.last_id)
    return schedules
