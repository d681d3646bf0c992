"""Long work of this app about certificates of a series."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.issue_jobs import finish, looks
from courses.actions.series_certificates import issue_for
from courses.models import Series
from courses.queries.series_merits import merits_of
from lms.jobs.actions import JobError
from lms.jobs.registry import job_kind
from lms.people import access


@job_kind("courses.issue_series", gettext_lazy("Issue certificates of a series"), verb="series.browse", queue="certificates")
def issue(run, *, series_id, people, pattern_id, per_sheet=0, template_id=None):
    """Issue to ``people`` (ids), as far as they learned the series; attach a file to print if asked."""
    user = run.job.owner
    series = Series.objects.visible_to(user).select_related("school").filter(pk=series_id).first()
    if series is None or not access.allowed(user, "series.issue", series):
        raise JobError(_("This series is no longer open to you. Ask the administrator of your organisation."))
    pattern, template = looks(user, pattern_id=pattern_id, template_id=template_id)
    issued, unprintable = issue_for(
        actor=user, series=series, merits=merits_of(series, user=user, people=people), pattern=pattern, template=template,
        progress=run.progress,
    )
    return finish(run, issued=issued, unprintable=unprintable, per_sheet=per_sheet)
