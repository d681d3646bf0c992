"""Lists are written by workers, and the clock looks for reports that are due."""

import tempfile
from pathlib import Path

from celery import shared_task
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.jobs.actions import JobError
from lms.jobs.registry import job_kind
from lms.lists import actions
from lms.lists.actions.exporting import JOB, QUERY
from lms.lists.models import ScheduledRun
from lms.lists.registry import KINDS
from lms.sealing import boxes


@job_kind(JOB, gettext_lazy("Export of a list"), queue="exports")
def export(run, *, key, query="", of_id=None, form="xlsx", run_id=None):
    """The list as its owner may see it now; one that was interrupted begins anew, and no half file is ever attached."""
    owner, kind = run.job.owner, KINDS.get(key)
    query = boxes.unseal(query, QUERY) if boxes.is_sealed(query) else query  # a job of a former version holds it in clear
    planned = ScheduledRun.objects.select_related("schedule__person").filter(pk=run_id, schedule__person=owner).first()
    of = kind.row(owner, of_id) if kind else None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        try:
            if kind is None or (kind.fetch and of is None):
                raise PermissionDenied
            rows = actions.export_list(
                actor=owner, kind=kind, asked=kind.asked(QueryDict(query), of), path=path, form=form, progress=run.progress,
            )
        except PermissionDenied:
            if planned:
                actions.stop_schedule(schedule=planned.schedule)
            raise JobError(_("This list is no longer open to you. Ask the administrator of your organisation.")) from None
        run.attach(path, f"{kind.label} {timezone.localdate():%Y-%m-%d}.{form}")
    if planned:
        actions.finish_run(run=planned, job=run.job, rows=rows, title=str(kind.label))
    return {"rows": rows}


@shared_task(name="lists.run_due")
def run_due():
    actions.run_due()
