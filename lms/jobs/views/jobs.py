"""A job's progress, its result and its end, for whoever asked for it."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from lms.audit.trail import record
from lms.jobs.actions import cancel_job, retry_job
from lms.jobs.enums import JobState
from lms.jobs.models import Job
from lms.jobs.registry import KINDS

STOP_POLLING = 286


def _labelled(job):
    kind = KINDS.get(job.kind)
    job.label = kind.label if kind else job.kind
    job.may_retry = bool(kind and kind.retry and job.state in (JobState.FAILED, JobState.CANCELLED))
    return job


@login_required
@require_GET
def jobs(request):
    page = Paginator(Job.objects.visible_to(request.user), 50).get_page(request.GET.get("page"))
    for shown in page:
        _labelled(shown)
    return render(request, "jobs/jobs.html", {"page": page})


@login_required
@require_GET
def job(request, pk):
    """The page polls its own status part; when the job is over, the answer tells it to stop and load the whole."""
    shown = _labelled(get_object_or_404(Job.objects.visible_to(request.user), pk=pk))
    if request.htmx:
        if shown.is_finished:
            return HttpResponse(status=STOP_POLLING, headers={"HX-Refresh": "true"})
        return render(request, "jobs/_status.html", {"job": shown})
    return render(request, "jobs/job.html", {"job": shown})


@login_required
@require_POST
def cancel(request, pk):
    shown = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    if not shown.is_finished:  # it may have finished while the page stood open
        cancel_job(job=shown, actor=request.user)
    return redirect("jobs:job", pk)


@login_required
@require_POST
def retry(request, pk):
    shown = _labelled(get_object_or_404(Job.objects.visible_to(request.user), pk=pk))
    if not shown.may_retry:
        return redirect("jobs:job", pk)
    return redirect("jobs:job", retry_job(job=shown, actor=request.user).pk)


@login_required
@require_GET
def download(request, pk):
    shown = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    if not shown.result_file:
        raise Http404("no file")
    record(actor=request.user, verb="job.download", target=shown, detail={"kind": shown.kind})
    return FileResponse(
        shown.result_file.open("rb"), as_attachment=True, filename=shown.result_name or "result",
        headers={"X-Content-Type-Options": "nosniff"},
    )
