"""Long work of this app: registered here so that workers and pages know it."""

import tempfile
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.models import NumberSequence
from certificates.reports import export_register
from lms.jobs.actions import JobError
from lms.jobs.registry import job_kind


@job_kind("certificates.register", gettext_lazy("Register of certificate numbers"), verb="certificate.register_export",
          queue="exports")
def register(run, *, sequence_id):
    sequence = NumberSequence.objects.visible_to(run.job.owner).filter(pk=sequence_id).first()
    if sequence is None:
        raise JobError(_("There is no such register any more. Open the list of registers again."))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        rows = export_register(actor=run.job.owner, sequence=sequence, path=path, progress=run.progress)
        run.attach(path, f"{sequence.name}.xlsx")
    return {"rows": rows}
