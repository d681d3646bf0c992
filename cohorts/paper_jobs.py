"""Long work of this app: sheets for hundreds of people."""

import tempfile
from datetime import timedelta
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cohorts.actions.printing import print_paper
from cohorts.enums import Sheet
from cohorts.models import Cohort
from lms.jobs.actions import JobError
from lms.jobs.registry import job_kind
from lms.people import access
from lms.printing import CannotPrint


@job_kind("cohorts.print", gettext_lazy("Printing"), keep=timedelta(days=1), queue="exports")
def print_job(run, *, cohort_id, what, session_id, phones, reason=""):
    user, what = run.job.owner, Sheet(what)
    cohort = Cohort.objects.visible_to(user).select_related("organiser", "class_teacher").filter(pk=cohort_id).first()
    if cohort is None or not access.allowed(user, "cohort.print", cohort) or (
        phones and not access.allowed(user, "cohort.phones", cohort)
    ):
        raise JobError(_("This cohort is no longer open to you. Ask the administrator of your organisation."))
    session = cohort.sessions.select_related("group", "venue", "trainer").filter(pk=session_id).first()
    run.progress(0, 1)
    try:
        body = print_paper(actor=user, what=what, cohort=cohort, session=session, phones=phones, reason=reason)
    except CannotPrint as missing:
        raise JobError(str(missing)) from missing
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.pdf"
        path.write_bytes(body)
        run.attach(path, f"{cohort.title} {what.label}.pdf")
    return {}
