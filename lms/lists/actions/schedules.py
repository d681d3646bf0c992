"""Reports at their time: made, paused, ended; and what is due is run, once."""

from django.db import transaction
from django.db.models import Max
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from lms.audit.trail import record
from lms.lists.actions.exporting import start_export
from lms.lists.enums import EndedBy, Form
from lms.lists.models import ScheduledReport, ScheduledRun
from lms.lists.registry import KINDS
from lms.lists.rules import periods
from lms.notices.actions import notify
from lms.notices.enums import Channel
from lms.people.models import Person


def rhythm_of(schedule):
    return periods.Rhythm(schedule.every, schedule.weekday, schedule.day, schedule.hour, schedule.until)


def _local(moment):
    return timezone.localtime(moment).replace(tzinfo=None)


@transaction.atomic
def make_schedule(*, actor, kind, asked, every, hour, weekday=None, day=None, form=Form.XLSX, until=None, now=None):
    """Have the list exported for ``actor`` every week on ``weekday`` or every month on ``day``, at ``hour``."""
    row = ScheduledReport.objects.create(
        person=actor, list_key=kind.key, of_id=asked.of.pk if asked.of is not None else None, query=asked.query, form=form,
        every=every, weekday=weekday if every == periods.WEEK else None, day=day if every == periods.MONTH else None,
        hour=hour, until=until, since=now or timezone.now(),
    )
    record(actor=actor, verb="schedule.make", target=row, detail={
        "list": kind.key, "filters": kind.trace(asked), "every": str(every), "format": str(form),
    })
    return row


@transaction.atomic
def pause_schedule(*, actor, schedule, now=None):
    """Let it rest until it is resumed; pausing twice is one pause."""
    open_ones = ScheduledReport.objects.filter(pk=schedule.pk, ended_at=None, paused_at=None)
    if open_ones.update(paused_at=now or timezone.now()):
        record(actor=actor, verb="schedule.pause", target=schedule, detail={"list": schedule.list_key})


@transaction.atomic
def resume_schedule(*, actor, schedule, now=None):
    """Go on from now; what was due meanwhile is not made up for."""
    paused = ScheduledReport.objects.filter(pk=schedule.pk, ended_at=None, paused_at__isnull=False)
    if paused.update(paused_at=None, since=now or timezone.now()):
        record(actor=actor, verb="schedule.resume", target=schedule, detail={"list": schedule.list_key})


@transaction.atomic
def end_schedule(*, actor, schedule, why=EndedBy.PERSON, now=None):
    """End it for good; return whether it was still open. What it made so far stays where it is."""
    ended = ScheduledReport.objects.filter(pk=schedule.pk, ended_at=None).update(
        ended_at=now or timezone.now(), ended_by=why)
    if ended:
        record(actor=actor, verb="schedule.end", target=schedule, detail={"list": schedule.list_key, "why": str(why)})
    return bool(ended)


@transaction.atomic
def stop_schedule(*, schedule, now=None):
    """End a schedule whose owner may not have the list any more, and tell them."""
    if not end_schedule(actor=None, schedule=schedule, why=EndedBy.RIGHT, now=now):
        return
    kind = KINDS.get(schedule.list_key)
    notify(
        person=schedule.person, kind="report.stopped", source=f"report:{schedule.pk}:stopped",
        params={"title": str(kind.label) if kind else schedule.list_key}, url=reverse("lists:schedules"),
        channels=_channels(schedule.person),
    )


def run_due(*, now=None):
    """Start the job of every report that is due; return how many. Run twice, or by two at once, it starts none twice."""
    now = now or timezone.now()
    local, started = _local(now), 0
    for schedule in list(ScheduledReport.objects.running().annotate(last=Max("runs__period")).order_by("pk")):
        rhythm = rhythm_of(schedule)
        period = periods.due(rhythm, _local(schedule.since), local)
        if period and period != schedule.last:
            started += _run(schedule.pk, period, now)
        elif periods.is_over(rhythm, local):
            end_schedule(actor=None, schedule=schedule, why=EndedBy.TIME, now=now)
    return started


@transaction.atomic
def _run(schedule_id, period, now):
    """Start the report of one period unless it was started; end it where the right is gone. Return whether a job was started."""
    schedule = ScheduledReport.objects.running().select_related("person").filter(pk=schedule_id).first()
    if schedule is None:  # paused or ended meanwhile
        return False
    run, made = ScheduledRun.objects.get_or_create(schedule=schedule, period=period, defaults={"started_at": now})
    if not made:
        return False
    kind, asked = asked_of(schedule)
    if kind is None or asked is None or not kind.may_export(schedule.person, asked.of):
        stop_schedule(schedule=schedule, now=now)
        return False
    run.job = start_export(actor=schedule.person, kind=kind, asked=asked, form=schedule.form, run_id=run.pk)
    run.save(update_fields=["job"])
    return True


def asked_of(schedule):
    """Return the list of a schedule and what it asks of it: None each where it is not there for the owner any more."""
    kind = KINDS.get(schedule.list_key)
    if kind is None:
        return None, None
    of = kind.row(schedule.person, schedule.of_id)
    if kind.fetch and of is None:
        return kind, None
    return kind, kind.asked(QueryDict(schedule.query), of)


@transaction.atomic
def finish_run(*, run, job, rows, title):
    """Keep how many rows a run had, and tell the owner, once, where the file can be fetched: a link, never the file."""
    person = Person.objects.get(pk=job.owner_id)
    ScheduledRun.objects.filter(pk=run.pk).update(rows=rows, job=job.pk)
    notify(
        person=person, kind="report.ready", source=f"report-run:{run.pk}", params={"title": title},
        url=reverse("jobs:job", args=[job.pk]), channels=_channels(person),
    )


def _channels(person):
    return (Channel.EMAIL,) if person.email else ()
