"""The workbooks of attendance that are handed in."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from cohorts.models import Programme
from lms.jobs.actions import start_job
from lms.people import access

PAGE = 50


@login_required
@require_GET
def exports(request):
    """List the programmes whose attendance can be exported."""
    access.require(request.user, "attendance.export")
    programmes = Programme.objects.visible_to(request.user).select_related("organisation")
    page = Paginator(programmes, PAGE).get_page(request.GET.get("page"))
    return render(request, "cohorts/exports.html", {"page": page})


@login_required
@require_POST
def attendance_export(request, pk):
    programme = get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)
    access.require(request.user, "attendance.export", programme)
    job = start_job(
        kind="cohorts.export_attendance", owner=request.user, back_url=reverse("cohorts:exports"),
        params={"programme_id": programme.pk},
    )
    return redirect("jobs:job", job.pk)
