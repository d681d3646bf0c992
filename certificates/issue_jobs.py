"""What every job that issues certificates does around it: its pattern and template, what could not be printed, the file."""

import tempfile
from pathlib import Path

from django.db.models import Max
from django.utils.translation import gettext as _

from certificates.models import CertificateTemplate, NumberPattern
from certificates.sheets import MOST, print_file
from lms.jobs.actions import JobError


def looks(user, *, pattern_id, template_id):
    """Return ``(pattern, id of the template's newest version or None)``; ``JobError`` when one is no longer in use."""
    pattern = NumberPattern.objects.visible_to(user).active().filter(pk=pattern_id).first()
    if pattern is None:
        raise JobError(_("This pattern of numbers is no longer in use. Choose another, and issue again."))
    template = None
    if template_id is not None:
        template = CertificateTemplate.objects.current().filter(pk=template_id).aggregate(newest=Max("versions"))["newest"]
        if template is None:
            raise JobError(_("This template is no longer in use. Choose another, and issue again."))
    return pattern.text, template


def finish(run, *, issued, unprintable, per_sheet):
    """Attach a file to print where one was asked for, and name whom no font can print; return the job's figures."""
    if per_sheet and issued:
        attach_print(run, issued, per_sheet)
    if unprintable:
        names = "、".join(f"{merit.person.name}（{missing.character}）" for merit, missing in unprintable)
        raise JobError(
            _("%(issued)s certificates were issued. These names have characters that no installed font can print: "
              "%(names)s. Ask the operator to install a larger Chinese font (fonts-noto-cjk), then issue again.")
            % {"issued": len(issued), "names": names}
        )
    return {"issued": len(issued)}


def attach_print(run, certificates, per_sheet, organisation=None):
    """Attach one file with all of ``certificates``, ``per_sheet`` to a page."""
    if len(certificates) > MOST:
        raise JobError(_("At most %(most)s certificates go into one file. Print them cohort by cohort.") % {"most": MOST})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "certificates.pdf"
        print_file(
            actor=run.job.owner, certificates=certificates, path=path, per_sheet=per_sheet, organisation=organisation,
            progress=run.progress,
        )
        run.attach(path, f"{_('Certificates')}.pdf")
