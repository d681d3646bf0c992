"""The desk issues certificates: to the people of one cohort, or to everyone in one's scope who has none yet."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from certificates.enums import CertificateKind
from certificates.models import NumberPattern
from certificates.queries.templates import templates_for
from cohorts.enums import SEATED, CertificateObstacle
from cohorts.models import Cohort, Enrolment
from cohorts.proof_forms import IssueForm, PrintForm, WaitingForm
from cohorts.queries import certificates as queries
from lms.jobs.actions import start_job
from lms.people import access

PAGE = 50
MOST = 500  # people on the page that looks across cohorts; a form with more is refused


def _cohort(request, pk, verb):
    seen = Cohort.objects.visible_to(request.user).select_related("organiser", "programme__organisation")
    cohort = get_object_or_404(seen, pk=pk)
    access.require(request.user, verb, cohort)
    return cohort


@require_http_methods(["GET", "POST"])
@login_required
def certificates(request, pk):
    """Who completed and has no certificate yet, to be issued by a job, or why not; and what was issued."""
    cohort = _cohort(request, pk, "cohort.browse")
    enrolments = (
        Enrolment.objects.visible_to(request.user).filter(cohort=cohort, state__in=SEATED).select_related(*queries.LOADED)
        .order_by("person__name_key", "pk")
    )
    found = queries.candidates(enrolments, request.user)
    waiting = [one for one in found if one.obstacle != CertificateObstacle.HAS]
    issued = [one for one in found if one.obstacle == CertificateObstacle.HAS]
    form = IssueForm(
        request.POST or None, patterns=_patterns(request.user),
        templates=templates_for(cohort.organiser, CertificateKind.COMPLETION),
    )
    if request.method == "POST":
        access.require(request.user, "certificate.issue", cohort)
        job = _start(request, form, waiting)
        if job:
            return redirect("jobs:job", job.pk)
    return render(request, "cohorts/certificates.html", {
        "cohort": cohort, "form": form, "print_form": PrintForm(), "waiting": waiting, "ticked": _ticked(request, waiting),
        "page": Paginator(issued, PAGE).get_page(request.GET.get("page")), "issued": len(issued),
    })


@require_http_methods(["GET", "POST"])
@login_required
def waiting(request):
    """Everyone in one's scope who completed some cohort and has no certificate for it."""
    access.require(request.user, "certificate.issue_any")
    search = WaitingForm(request.GET or None)
    words = search.cleaned_data["q"].strip() if search.is_valid() else ""
    rows = queries.waiting(request.user, words)
    total = rows.count()
    found = queries.candidates(rows[:MOST], request.user)
    form = IssueForm(request.POST or None, patterns=_patterns(request.user))
    if request.method == "POST":
        job = _start(request, form, found)
        if job:
            return redirect("jobs:job", job.pk)
    return render(request, "cohorts/certificates_waiting.html", {
        "form": form, "search": search, "words": words, "waiting": found, "ticked": _ticked(request, found),
        "total": total, "more": total > MOST,
    })


@require_POST
@login_required
def print_all(request, pk):
    """Put the certificates of a cohort into one file to print, by a job."""
    cohort = _cohort(request, pk, "certificate.issue")
    form = PrintForm(request.POST)
    per_sheet = form.cleaned_data["per_sheet"] if form.is_valid() else 1
    job = start_job(
        kind="certificates.print_cohort", owner=request.user, params={"cohort_id": cohort.pk, "per_sheet": per_sheet},
        back_url=f"/desk/cohorts/{cohort.pk}/certificates/",
    )
    return redirect("jobs:job", job.pk)


def _patterns(user):
    return NumberPattern.objects.visible_to(user).active()


def _ticked(request, found):
    """Return the ids that are ticked: all who can be issued one, until somebody has taken ticks away."""
    if request.method == "POST":
        return {int(value) for value in request.POST.getlist("enrolment") if value.isdigit()}
    return {one.enrolment.pk for one in found if not one.obstacle}


def _start(request, form, found):
    """Start the job for whoever is ticked and has no obstacle; None, and a sentence, when there is nobody or no pattern."""
    chosen = [one.enrolment.pk for one in found if not one.obstacle and one.enrolment.pk in _ticked(request, found)]
    if not form.is_valid():
        return None
    if not chosen:
        messages.error(request, _("Nobody is ticked who can be issued a certificate. Tick at least one name."))
        return None
    template = form.cleaned_data.get("template")
    with transaction.atomic():
        return start_job(
            kind="certificates.issue", owner=request.user, back_url=request.get_full_path()[:300],
            params={"enrolment_ids": chosen, "pattern_id": form.cleaned_data["number_pattern"].pk,
                    "per_sheet": form.cleaned_data["per_sheet"], "template_id": template.pk if template else None},
        )
