"""Jobs and their files: a week, unless their kind says less."""

from django.utils.translation import gettext_lazy as _

from lms import retention
from lms.jobs.actions.keeping import KEEP, due_jobs, purge_jobs


@retention.rule("jobs", _("Finished jobs and their files (exports, slips, copies of one's own data: those for a day)"),
                keep=lambda: KEEP)
def jobs(now, keep, dry):
    return due_jobs(now).count() if dry else purge_jobs(now=now)
