"""The certificates of a cohort."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certificates.models import NumberSequence
from cohorts.actions.certificates import certificates_of, issuable
from cohorts.proof_forms import IssueForm
from lms.jobs.actions import start_job
from lms.people import access

from .completion import fetch, seats

PAGE = 50


@require_http_methods(["GET", "POST"])
@login_required
def certificates(request, pk):
    """Who completed and has no certificate yet, to be issued by a job; and what was issued."""
    cohort = fetch(request, pk, "cohort.browse")
    enrolments = list(seats(request, cohort))
    waiting = issuable(enrolments, request.user)
    form = IssueForm(request.POST or None, waiting=waiting, prefix_before=_last_prefix())
    if request.method == "POST":
        access.require(request.user, "certificate.issue", cohort)
        if form.is_valid():
            with transaction.atomic():
                job = start_job(
                    kind="certificates.issue_cohort", owner=request.user, back_url=request.path,
                    params={"cohort_id": cohort.pk, "prefix": form.cleaned_data["number_prefix"],
                            "enrolment_ids": [int(value) for value in form.cleaned_data["people"]]},
                )
            messages.success(request, _("The certificates are being issued. This page shows them as they come."))
            return redirect(_job_page(job) or request.path)
    have = certificates_of(enrolments)
    issued = [{"enrolment": row, "certificate": have[row.pk]} for row in enrolments if row.pk in have]
    return render(request, "cohorts/certificates.html", {
        "cohort": cohort, "form": form, "waiting": waiting, "issued": len(issued),
        "page": Paginator(issued, PAGE).get_page(request.GET.get("page")),
    })


def _last_prefix():
    return NumberSequence.objects.order_by("-year", "-pk").values_list("pattern", flat=True).first() or ""


def _job_page(job):
    try:
        return reverse("jobs:job", args=[job.pk])
    except NoReverseMatch:
        return ""
