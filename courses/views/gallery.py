"""The gallery of activities, for whoever is signed in, and the files that stand in works."""

from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_safe

from courses.enums import Activity
from courses.models import WorkFile
from courses.queries import assignments as queries
from lms.views.media import answer

PAGE = 24


@require_GET
@login_required
def gallery(request):
    """Chosen works of all activities or of one; names only where their authors want it."""
    activity = request.GET.get("activity", "")
    activity = activity if activity in Activity.values else ""
    page = Paginator(queries.gallery(activity), PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/assignments/gallery.html", {
        "page": page, "activity": activity, "activities": Activity.choices,
    })


@require_GET
@login_required
def gallery_work(request, pk):
    """One work of the gallery, whole."""
    return render(request, "courses/assignments/gallery_work.html", {
        "work": get_object_or_404(queries.gallery(), pk=pk),
    })


@require_safe
@login_required
def work_file(request, key):
    """Serve a file of a work, cut off from the site; its address and its name say nothing of its author."""
    file = get_object_or_404(WorkFile.objects.visible_to(request.user), key=key)
    return _served(request, file, file.file)


@require_safe
@login_required
def work_thumbnail(request, key):
    file = get_object_or_404(WorkFile.objects.visible_to(request.user).exclude(thumbnail=""), key=key)
    return _served(request, file, file.thumbnail)


def _served(request, row, file):
    response = answer(request, file.storage, file.name)
    response.headers["Content-Disposition"] = f'attachment; filename="work-{row.work_id}-{row.pk}{Path(file.name).suffix}"'
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response._csp_replace = {"default-src": ["'none'"], "sandbox": True}
    return response
