"""Long work of this app about certificates."""

import tempfile
from pathlib import Path

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.models import CertificateTemplate, NumberPattern
from certificates.sheets import MOST, print_file
from cohorts.actions.certificates import issue_for
from cohorts.models import Cohort, Enrolment
from cohorts.queries.certificates import LOADED, certificates_of
from lms.jobs.actions import JobError
from lms.jobs.registry import job_kind
from lms.people import access


@job_kind("certificates.issue", gettext_lazy("Issue certificates"), verb="certificate.issue_any")
def issue(run, *, enrolment_ids, pattern_id, per_sheet=0, template_id=None):
    """Issue to those who were ticked and whose cohorts the owner may still issue for; attach a file to print if asked."""
    user = run.job.owner
    pattern = NumberPattern.objects.visible_to(user).active().filter(pk=pattern_id).first()
    if pattern is None:
        raise JobError(_("This pattern of numbers is no longer in use. Choose another, and issue again."))
    template = None
    if template_id is not None:
        template = CertificateTemplate.objects.current().filter(pk=template_id).aggregate(newest=Max("versions"))["newest"]
        if template is None:
            raise JobError(_("This template is no longer in use. Choose another, and issue again."))
    rows = (
        Enrolment.objects.visible_to(user).filter(pk__in=enrolment_ids).select_related(*LOADED)
        .order_by("cohort_id", "person__name_key", "pk")
    )
    enrolments = [row for row in rows if access.allowed(user, "certificate.issue", row.cohort)]
    if not enrolments:
        raise JobError(_("This cohort is no longer open to you. Ask the administrator of your organisation."))
    issued, unprintable = issue_for(
        actor=user, enrolments=enrolments, pattern=pattern.text, template=template, progress=run.progress
    )
    if per_sheet and issued:
        _attach_print(run, issued, per_sheet)
    if unprintable:
        names = "、".join(f"{row.person.name}（{missing.character}）" for row, missing in unprintable)
        raise JobError(
            _("%(issued)s certificates were issued. These names have characters that no installed font can print: "
              "%(names)s. Ask the operator to install a larger Chinese font (fonts-noto-cjk), then issue again.")
            % {"issued": len(issued), "names": names}
        )
    return {"issued": len(issued)}


@job_kind("certificates.print_cohort", gettext_lazy("Certificates to print"), verb="certificate.issue_any")
def print_cohort(run, *, cohort_id, per_sheet):
    """One file with every certificate of a cohort that holds, of whoever the owner sees, in the order of names."""
    user = run.job.owner
    cohort = Cohort.objects.visible_to(user).select_related("organiser").filter(pk=cohort_id).first()
    if cohort is None or not access.allowed(user, "certificate.issue", cohort):
        raise JobError(_("This cohort is no longer open to you. Ask the administrator of your organisation."))
    rows = list(Enrolment.objects.visible_to(user).filter(cohort=cohort).order_by("person__name_key", "pk"))
    have = certificates_of(rows)
    certificates = [have[row.pk] for row in rows if row.pk in have and have[row.pk].holds]
    if not certificates:
        raise JobError(_("No certificate of this cohort holds. Issue them first."))
    _attach_print(run, certificates, per_sheet, organisation=cohort.organiser)
    return {"certificates": len(certificates)}


def _attach_print(run, certificates, per_sheet, organisation=None):
    if len(certificates) > MOST:
        raise JobError(_("At most %(most)s certificates go into one file. Print them cohort by cohort.") % {"most": MOST})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "certificates.pdf"
        print_file(
            actor=run.job.owner, certificates=certificates, path=path, per_sheet=per_sheet, organisation=organisation,
            progress=run.progress,
        )
        run.attach(path, f"{_('Certificates')}.pdf")
