"""The exports of attendance: what one would hold, starting it, and one's last ones."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cohorts.export_forms import AttendanceExportForm
from cohorts.reports.attendance_words import scope_words
from lms.jobs.actions import start_job
from lms.jobs.models import Job
from lms.people import access

KIND = "cohorts.export_attendance"
LAST = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def exports(request):
    """Ask what an export is to hold and say how much that is; the second step starts it."""
    access.require(request.user, "attendance.export")
    if request.method == "POST":
        form = AttendanceExportForm(request.POST, user=request.user)
        if form.is_valid():
            job = start_job(
                kind=KIND, owner=request.user, back_url=reverse("cohorts:exports"),
                params=form.kept() | {"what": scope_words(form.wanted)},
            )
            return redirect("jobs:job", job.pk)
    else:
        form = AttendanceExportForm(request.GET if request.GET else None, user=request.user)
    asked = form.is_bound and form.is_valid()
    return render(request, "cohorts/exports.html", {
        "form": form, "extent": form.extent if asked else None, "kept": form.kept() if asked else {},
        "scope": scope_words(form.wanted) if asked else "", "last": _last(request.user, dict(form.fields["shape"].choices)),
    })


def _last(user, shapes):
    jobs = list(Job.objects.visible_to(user).filter(kind=KIND)[:LAST])
    for job in jobs:
        job.what, job.shape = job.params.get("what", ""), shapes.get(job.params.get("shape"), "")
        job.form = job.params.get("form", "")
        job.begun_anew = job.attempts > 1
        job.may_retry = job.state in ("failed", "cancelled")
    return jobs
