"""The audit trail, as far as the reader may see it, and its export."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lms.audit import labels
from lms.audit.forms import TrailFilter
from lms.audit.models import AuditEntry
from lms.audit.queries import narrowed
from lms.audit.wording import model_of, target_of
from lms.jobs.actions import start_job
from lms.people import access

PAGE = 50


@login_required
@require_GET
def trail(request):
    access.require(request.user, "audit.read")
    form = TrailFilter(request.GET or None)
    entries = AuditEntry.objects.visible_to(request.user).select_related("actor")
    if form.is_valid():
        entries = narrowed(entries, form.cleaned_data)
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    for entry in page:
        model = model_of(entry)
        entry.label, entry.target = labels.label_of(entry.verb), target_of(entry, model)
        entry.details = labels.details_of(entry.detail, model)
    return render(request, "audit/trail.html", {"page": page, "form": form, "query": request.GET.urlencode()})


@login_required
@require_POST
def export(request):
    """Have the lines that are shown written to a workbook; the work is a job."""
    access.require(request.user, "audit.export")
    form = TrailFilter(request.GET)
    query = request.GET.urlencode()
    job = start_job(
        kind="audit.export", owner=request.user, params=form.asked() if form.is_valid() else {},
        back_url=(reverse("audit:trail") + (f"?{query}" if query else ""))[:300],
    )
    return redirect("jobs:job", job.pk)
