"""The desk issues certificates: to the people of one cohort, or to everyone in one's scope who has none yet."""

from collections import defaultdict

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from certificates.enums import CertificateObstacle
from certificates.issue_forms import IssueForm, PrintForm, chosen, ticked
from certificates.queries.candidates import candidates
from certificates.queries.templates import templates_for
from cohorts.lists.people import WAITING, kind_asked, words_asked
from cohorts.models import Cohort
from cohorts.proof_forms import KindForm, WaitingForm
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
    """Who deserves a certificate of a kind and has none yet, to be issued by a job, or why not; and what was issued."""
    cohort, kind = _cohort(request, pk, "cohort.browse"), KindForm(request.GET).chosen()
    found = candidates(queries.merits_of(cohort, kind, user=request.user), request.user)
    waiting = [one for one in found if one.obstacle != CertificateObstacle.HAS]
    issued = [one for one in found if one.obstacle == CertificateObstacle.HAS]
    form = IssueForm(request.POST or None, user=request.user, templates=templates_for(cohort.organiser, kind))
    if request.method == "POST":
        access.require(request.user, "certificate.issue", cohort)
        job = _start(request, form, kind, waiting)
        if job:
            return redirect("jobs:job", job.pk)
    return render(request, "cohorts/certificates.html", {
        "cohort": cohort, "kind": kind, "kinds": queries.KINDS, "form": form, "print_form": PrintForm(), "waiting": waiting,
        "ticked": ticked(request, waiting), "issued": len(issued),
        "page": Paginator(issued, PAGE).get_page(request.GET.get("page")),
    })


@require_http_methods(["GET", "POST"])
@login_required
def waiting(request):
    """Everyone in one's scope with a merit of some class and no certificate for it."""
    access.require(request.user, "certificate.issue_any")
    asked = WAITING.asked(request.GET)
    search, words, kind = WaitingForm(request.GET or None), words_asked(asked), kind_asked(asked)
    rows = WAITING.rows(request.user, asked)
    total = rows.count()
    found = candidates([queries.merit_of(row, kind) for row in rows[:MOST]], request.user)
    form = IssueForm(request.POST or None, user=request.user)
    if request.method == "POST":
        job = _start(request, form, kind, found)
        if job:
            return redirect("jobs:job", job.pk)
    return render(request, "cohorts/certificates_waiting.html", {
        "form": form, "search": search, "words": words, "kind": kind, "waiting": found, "ticked": ticked(request, found),
        "total": total, "more": total > MOST,
    })


@require_POST
@login_required
def print_all(request, pk):
    """Put the certificates of a kind of a cohort into one file to print, by a job."""
    cohort, kind = _cohort(request, pk, "certificate.issue"), KindForm(request.GET).chosen()
    form = PrintForm(request.POST)
    per_sheet = form.cleaned_data["per_sheet"] if form.is_valid() else 1
    job = start_job(
        kind="certificates.print_cohort", owner=request.user,
        params={"cohort_id": cohort.pk, "per_sheet": per_sheet, "kind": kind},
        back_url=f"/desk/cohorts/{cohort.pk}/certificates/?kind={kind}",
    )
    return redirect("jobs:job", job.pk)


def _start(request, form, kind, found):
    """Start the job for whoever is ticked and has no obstacle; None, and a sentence, when there is nobody or no pattern."""
    people = defaultdict(list)
    for one in chosen(request, form, found):
        people[one.merit.of.pk].append(one.merit.person.pk)
    if not people:
        return None
    with transaction.atomic():
        return start_job(
            kind="certificates.issue", owner=request.user, back_url=request.get_full_path()[:300],
            params={"people": people, "kind": kind, **form.params()},
        )
