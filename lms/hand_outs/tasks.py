"""Files are made by workers."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.hand_outs import actions
from lms.hand_outs.models import HandOut
from lms.jobs.actions import JobError
from lms.jobs.registry import job_kind


@job_kind(actions.JOB, gettext_lazy("A file with personal data"), queue="exports")
def make(run, *, hand_out_id):
    row = HandOut.objects.select_related("organisation", "asked_by").filter(pk=hand_out_id, asked_by=run.job.owner).first()
    run.progress(0, 1)
    try:
        figures = actions.make_hand_out(hand_out=row) if row else None
    except PermissionDenied:
        figures = None
    if figures is None:
        raise JobError(_("You no longer have the right to this file. Ask the administrator of your organisation."))
    return {**figures, "open": reverse("hand_outs:hand_out", args=[row.pk])}
