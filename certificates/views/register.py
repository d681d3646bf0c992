"""The register: every number of a pattern and a year, and what became of it."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from certificates.models import NumberSequence
from certificates.queries import register as queries
from lms.jobs.actions import start_job
from lms.people import access

PAGE = 50


@require_GET
@login_required
def register(request):
    access.require(request.user, "certificate.register")
    page = Paginator(queries.sequences(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "certificates/register.html", {"page": page})


@require_GET
@login_required
def numbers(request, pk):
    access.require(request.user, "certificate.register")
    sequence = get_object_or_404(NumberSequence.objects.visible_to(request.user), pk=pk)
    page = Paginator(range(1, sequence.last + 1), PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    rows = queries.register(sequence, shown[0], shown[-1], user=request.user) if shown else []
    return render(request, "certificates/numbers.html", {"sequence": sequence, "page": page, "rows": rows})


@require_POST
@login_required
def export(request, pk):
    access.require(request.user, "certificate.register_export")
    sequence = get_object_or_404(NumberSequence.objects.visible_to(request.user), pk=pk)
    job = start_job(
        kind="certificates.register", owner=request.user, params={"sequence_id": sequence.pk},
        back_url=reverse("certificates:numbers", args=[sequence.pk]),
    )
    return redirect("jobs:job", job.pk)
