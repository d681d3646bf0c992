"""Long work of this app about certificates."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cohorts.actions.certificates import issue_for
from cohorts.models import Cohort, Enrolment
from lms.jobs.actions import JobError
from lms.jobs.registry import job_kind
from lms.people import access


@job_kind("certificates.issue_cohort", gettext_lazy("Certificates of a cohort"))
def issue_cohort(run, *, cohort_id, enrolment_ids, prefix):
    user = run.job.owner
    cohort = (
        Cohort.objects.visible_to(user).select_related("organiser", "programme__organisation").filter(pk=cohort_id).first()
    )
    if cohort is None or not access.allowed(user, "certificate.issue", cohort):
        raise JobError(_("This cohort is no longer open to you. Ask the administrator of your organisation."))
    enrolments = (
        Enrolment.objects.visible_to(user).filter(cohort=cohort, pk__in=enrolment_ids)
        .select_related("person", "organisation", "cohort__organiser", "cohort__programme__organisation")
        .order_by("person__name_key", "pk")
    )
    issued, unprintable = issue_for(
        actor=user, cohort=cohort, enrolments=list(enrolments), prefix=prefix, progress=run.progress
    )
    if unprintable:
        names = "、".join(f"{row.person.name}（{missing.character}）" for row, missing in unprintable)
        raise JobError(
            _("%(issued)s certificates were issued. These names have characters that no installed font can print: "
              "%(names)s. Ask the operator to install a larger Chinese font (fonts-noto-cjk), then issue again.")
            % {"issued": issued, "names": names}
        )
    return {"issued": issued}
