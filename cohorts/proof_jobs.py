"""Long work of this app about certificates."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.enums import CertificateKind
from certificates.issue_jobs import attach_print, finish, looks
from certificates.merits import certificates_of
from cohorts.actions.certificates import issue_for
from cohorts.models import Cohort
from cohorts.queries.certificates import merits_of
from lms.jobs.actions import JobError
from lms.jobs.registry import job_kind
from lms.people import access


@job_kind("certificates.issue", gettext_lazy("Issue certificates"), verb="certificate.issue_any", queue="certificates")
def issue(run, *, people, pattern_id, kind=CertificateKind.COMPLETION, per_sheet=0, template_id=None):
    """Issue certificates of one kind; ``people`` is ``{id of a cohort: [ids of people]}``, as JSON keeps it.

    Cohorts that the owner may no longer issue for are left out. A file to print is attached if asked.
    """
    user = run.job.owner
    pattern, template = looks(user, pattern_id=pattern_id, template_id=template_id)
    wanted = {int(pk): ids for pk, ids in people.items()}
    cohorts = _cohorts(user).filter(pk__in=wanted).order_by("pk")
    cohorts = [cohort for cohort in cohorts if access.allowed(user, "certificate.issue", cohort)]
    if not cohorts:
        raise JobError(_("This cohort is no longer open to you. Ask the administrator of your organisation."))
    issued, unprintable, total = [], [], sum(len(wanted[cohort.pk]) for cohort in cohorts)
    for cohort in cohorts:
        before = len(issued)
        some, none = issue_for(
            actor=user, cohort=cohort, pattern=pattern, template=template,
            merits=merits_of(cohort, kind, user=user, people=wanted[cohort.pk]),
            progress=lambda done, before=before: run.progress(before + done, total),
        )
        issued, unprintable = issued + some, unprintable + none
    return finish(run, issued=issued, unprintable=unprintable, per_sheet=per_sheet)


@job_kind("certificates.print_cohort", gettext_lazy("Certificates to print"), verb="certificate.issue_any", queue="certificates")
def print_cohort(run, *, cohort_id, per_sheet, kind=CertificateKind.COMPLETION):
    """One file with every certificate of a kind of a cohort that holds, of whoever the owner sees, in the order of names."""
    user = run.job.owner
    cohort = _cohorts(user).filter(pk=cohort_id).first()
    if cohort is None or not access.allowed(user, "certificate.issue", cohort):
        raise JobError(_("This cohort is no longer open to you. Ask the administrator of your organisation."))
    certificates = [row for row in certificates_of(merits_of(cohort, kind, user=user)).values() if row.holds]
    if not certificates:
        raise JobError(_("No certificate of this cohort holds. Issue them first."))
    attach_print(run, certificates, per_sheet, organisation=cohort.organiser)
    return {"certificates": len(certificates)}


def _cohorts(user):
    return Cohort.objects.visible_to(user).select_related("organiser", "programme__organisation")
