"""Long work on people: registered here so that workers and pages know it."""

from django.utils.translation import gettext_lazy as _

from lms.jobs.actions import JobError
from lms.jobs.registry import job_kind
from lms.people.actions import imports
from lms.people.models import ImportBatch
from lms.people.rosters.safety import Unreadable


def _batch(pk):
    batch = ImportBatch.objects.filter(pk=pk).first()
    if batch is None:
        raise JobError(_("This roster has been discarded. Upload it again if it is still needed."))
    return batch


@job_kind("roster.read", _("Read a roster"))
def read_roster(run, batch):
    imports.read_batch(batch=_batch(batch))


@job_kind("roster.check", _("Check the rows of a roster"))
def check_roster(run, batch):
    try:
        imports.check_batch(actor=run.job.owner, batch=_batch(batch), progress=run.progress)
    except Unreadable as error:
        raise JobError(str(error)) from error


@job_kind("roster.apply", _("Import a roster"))
def apply_roster(run, batch):
    try:
        imports.apply_batch(actor=run.job.owner, batch=_batch(batch), progress=run.progress)
    except Unreadable as error:
        raise JobError(str(error)) from error


@job_kind("roster.undo", _("Undo the import of a roster"))
def undo_roster(run, batch):
    imports.undo_batch(actor=run.job.owner, batch=_batch(batch))
