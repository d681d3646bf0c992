"""What the clock asks of the trail, and its export."""

import logging
import tempfile
from pathlib import Path

from celery import shared_task
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.audit.actions import seal_trail
from lms.audit.exports import MOST_LINES, export_trail
from lms.audit.forms import TrailFilter
from lms.audit.models import AuditChain, AuditEntry
from lms.audit.queries import narrowed
from lms.jobs.actions import JobError
from lms.jobs.registry import job_kind

logger = logging.getLogger(__name__)


@shared_task(name="audit.seal")
def seal():
    if seal_trail():
        end = AuditChain.objects.get(pk=1)
        logger.debug("audit trail sealed up to %s:%s", end.position, end.digest)


@shared_task(name="audit.note_end")
def note_end():
    """Once a day the end of the chain goes to the log, outside of the database: whoever rewrites the trail is found by it."""
    seal_trail(everything=True)
    end = AuditChain.objects.filter(pk=1).first()
    if end and end.position:
        logger.info("the audit trail ends at %s:%s", end.position, end.digest)


@job_kind("audit.export", gettext_lazy("Export the audit trail"), verb="audit.export")
def export(run, **asked):
    """The lines that were looked for; ``asked`` is that of ``TrailFilter.asked``."""
    form = TrailFilter(asked)
    if not form.is_valid():
        raise JobError(_("This search is not known any more. Search again and export what you find."))
    entries = narrowed(AuditEntry.objects.visible_to(run.job.owner), form.cleaned_data)
    if entries.count() > MOST_LINES:
        raise JobError(_("More than %(most)s lines match. Choose fewer days and export part by part.") % {"most": MOST_LINES})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trail.xlsx"
        lines = export_trail(actor=run.job.owner, entries=entries, path=path, progress=run.progress)
        run.attach(path, f"{_('Audit trail')}.xlsx")
    return {"rows": lines}
