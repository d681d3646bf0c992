"""The desk's view of series: who learned one whole, and certificates for them."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from certificates.enums import CertificateKind, CertificateObstacle
from certificates.issue_forms import IssueForm, chosen, ticked
from certificates.queries.candidates import candidates
from certificates.queries.templates import templates_for
from courses.models import Series
from courses.queries.series_merits import merits_of
from lms.jobs.actions import start_job
from lms.people import access
from lms.people.models import Organisation

PAGE = 50
MOST = 500  # people ticked at once; the others follow once these are issued


@require_GET
@login_required
def series_list(request):
    access.require(request.user, "series.browse")
    rows = Series.objects.visible_to(request.user).select_related("school").annotate(
        count=Count("courses", filter=Q(courses__retired_at=None))
    ).order_by("title_key", "pk")
    return render(request, "courses/desk/series_list.html", {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
    })


@require_http_methods(["GET", "POST"])
@login_required
def series(request, pk):
    """Who of one's people learned the series and has no certificate of it, to be issued by a job; and what was issued."""
    access.require(request.user, "series.browse")
    found = get_object_or_404(Series.objects.visible_to(request.user).select_related("school"), pk=pk)
    people = candidates(merits_of(found, user=request.user), request.user)
    waiting = [one for one in people if one.obstacle != CertificateObstacle.HAS]
    issued = [one for one in people if one.obstacle == CertificateObstacle.HAS]
    organisation = found.school or Organisation.objects.filter(parent=None).order_by("pk").first()
    form = IssueForm(
        request.POST or None, user=request.user, templates=templates_for(organisation, CertificateKind.SERIES)
    )
    if request.method == "POST":
        access.require(request.user, "series.issue", found)
        some = chosen(request, form, waiting[:MOST])
        if some:
            with transaction.atomic():
                job = start_job(
                    kind="courses.issue_series", owner=request.user, back_url=request.path,
                    params={"series_id": found.pk, "people": [one.merit.person.pk for one in some], **form.params()},
                )
            return redirect("jobs:job", job.pk)
    return render(request, "courses/desk/series.html", {
        "series": found, "form": form, "waiting": waiting[:MOST], "total": len(waiting), "more": len(waiting) > MOST,
        "ticked": ticked(request, waiting), "issued": len(issued),
        "page": Paginator(issued, PAGE).get_page(request.GET.get("page")),
    })
