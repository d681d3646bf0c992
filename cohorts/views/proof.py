"""The desk's completion board, the closing of a cohort, and its certificates."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from certificates.models import NumberSequence
from cohorts.actions.certificates import certificates_of, issuable
from cohorts.actions.completion import close_cohort, open_sessions
from cohorts.enums import SEATED
from cohorts.explain import attendance_text, reason_texts, requirement_texts
from cohorts.models import Cohort, Enrolment
from cohorts.proof_forms import IssueForm
from cohorts.queries.completion import requirements_of, standings
from lms.jobs.actions import start_job
from lms.people import access

PAGE = 50


def _cohort(request, pk, verb):
    seen = Cohort.objects.visible_to(request.user).select_related("organiser", "programme__exam", "programme__organisation")
    cohort = get_object_or_404(seen, pk=pk)
    access.require(request.user, verb, cohort)
    return cohort


def _rows(request, cohort):
    enrolments = (
        Enrolment.objects.visible_to(request.user).filter(cohort=cohort, state__in=SEATED)
        .select_related("person", "organisation").order_by("person__name_key", "pk")
    )
    return [
        {"enrolment": one.enrolment, "verdict": one.verdict, "missing": reason_texts(one.verdict), "frozen": one.frozen,
         "attendance": attendance_text(one)}
        for one in standings(cohort, enrolments)
    ]


@require_GET
@login_required
def board(request, pk):
    """Everyone of the roster whom one sees, with what is missing."""
    cohort = _cohort(request, pk, "cohort.browse")
    rows = _rows(request, cohort)
    shown = request.GET.get("show", "")
    chosen = [row for row in rows if shown not in ("complete", "missing") or row["verdict"].complete == (shown == "complete")]
    complete = sum(1 for row in rows if row["verdict"].complete)
    return render(request, "cohorts/board.html", {
        "cohort": cohort, "page": Paginator(chosen, PAGE).get_page(request.GET.get("page")), "shown": shown,
        "total": len(rows), "complete": complete, "incomplete": len(rows) - complete,
        "asked": requirement_texts(requirements_of(cohort)),
    })


@require_http_methods(["GET", "POST"])
@login_required
def close(request, pk):
    """Who will have completed, who will not and why, and which sessions are open: asked before the cohort is closed."""
    cohort = _cohort(request, pk, "cohort.close")
    if cohort.closed_at is not None:
        return redirect("cohorts:board", cohort.pk)
    left = list(open_sessions(cohort))
    if request.method == "POST":
        agreed = {int(value) for value in request.POST.getlist("leaving_open") if value.isdigit()}
        try:
            counts = close_cohort(actor=request.user, cohort=cohort, leaving_open=agreed)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("cohorts:close", cohort.pk)
        messages.success(request, _("The cohort is closed: %(completed)s completed it, %(not_completed)s did not.") % counts)
        return redirect("cohorts:board", cohort.pk)
    rows = _rows(request, cohort)
    return render(request, "cohorts/close.html", {
        "cohort": cohort, "left": left, "own": any(row["enrolment"].person_id == request.user.pk for row in rows),
        "complete": [row for row in rows if row["verdict"].complete],
        "incomplete": [row for row in rows if not row["verdict"].complete],
    })


@require_http_methods(["GET", "POST"])
@login_required
def certificates(request, pk):
    """Who completed and has no certificate yet, to be issued by a job; and what was issued."""
    cohort = _cohort(request, pk, "cohort.browse")
    enrolments = list(
        Enrolment.objects.visible_to(request.user).filter(cohort=cohort, state__in=SEATED)
        .select_related("person", "organisation").order_by("person__name_key", "pk")
    )
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
