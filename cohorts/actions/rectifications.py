"""Rectification (整改): something found is to be put right by a day, reported as done, and re-checked by somebody else."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.enums import RectificationAct, RectificationState
from cohorts.models import Rectification, RectificationStep
from cohorts.models.rectification import UNDONE
from lms.audit.trail import record
from lms.notices.actions import notify


@transaction.atomic
def open_rectification(*, actor, organisation, finding, measure, due_on, responsible, person=None):
    """Record a finding and tell whoever is responsible; return the row."""
    if due_on < timezone.localdate():
        raise ValidationError({"due_on": _("This day is past. Choose a later one.")})
    row = Rectification.objects.create(
        organisation=organisation, person=person, finding=finding, measure=measure, due_on=due_on, responsible=responsible,
        opened_by=actor,
    )
    record(actor=actor, verb="rectification.open", target=row, organisation=organisation)
    _tell(row, responsible, "rectification.opened", row.pk)
    return row


@transaction.atomic
def report_done(*, actor, row, words):
    """Say that it is put right; it waits for a re-check by somebody else."""
    row = _lock(row)
    if row.state not in UNDONE:
        raise ValidationError(_("This was reported already. Reload the page."), code="state")
    row.state, row.reported_by, row.checked_by = RectificationState.REPORTED, actor, None
    row.save()
    step = _step(actor, row, RectificationAct.REPORT, words)
    record(actor=actor, verb="rectification.report", target=row, organisation=row.organisation)
    if row.opened_by is not None and row.opened_by != actor:
        _tell(row, row.opened_by, "rectification.reported", step.pk)
    return row


@transaction.atomic
def check_again(*, actor, row, done, words, due_on=None):
    """Re-check what was reported; not done, it is open again until ``due_on``. Never by whoever reported it."""
    row = _lock(row)
    if row.state != RectificationState.REPORTED:
        raise ValidationError(_("There is no report to re-check. Reload the page."), code="state")
    if actor is not None and row.reported_by_id == actor.pk:
        raise PermissionDenied("whoever reported does not re-check")
    if not done and (due_on is None or due_on < timezone.localdate()):
        raise ValidationError({"due_on": _("Set a new day, today or later.")}, code="due")
    row.state = RectificationState.PASSED if done else RectificationState.FAILED
    row.checked_by = actor
    if not done:
        row.due_on = due_on
    row.save()
    step = _step(actor, row, RectificationAct.PASS if done else RectificationAct.FAIL, words, None if done else due_on)
    record(actor=actor, verb="rectification.check", target=row, organisation=row.organisation, detail={"act": step.act})
    _tell(row, row.responsible, "rectification.passed" if done else "rectification.failed", step.pk)
    return row


def _lock(row):
    return Rectification.objects.select_for_update(of=("self",), no_key=True).select_related(
        "organisation", "responsible", "opened_by").get(pk=row.pk)


def _step(actor, row, act, words, due_on=None):
    return RectificationStep.objects.create(rectification=row, act=act, words=words, due_on=due_on, by=actor)


def _tell(row, person, kind, number):
    notify(
        person=person, kind=kind, source=f"{kind}:{number}:{person.pk}", url=reverse("cohorts:rectification", args=[row.pk]),
        params={"organisation": row.organisation.name, "finding": row.finding[:60], "day": row.due_on.isoformat()},
    )
