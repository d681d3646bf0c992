"""The verbs of jobs in words."""

from django.utils.translation import gettext_lazy as _

from lms.audit.labels import register

register(_("Jobs"), {
    "job.start": _("started a job"),
    "job.cancel": _("cancelled a job"),
    "job.retry": _("started a job again"),
    "job.download": _("downloaded a job's file"),
})
