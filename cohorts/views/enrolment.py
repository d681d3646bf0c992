"""Whom to enrol in a cohort, its roster, taking someone out and moving someone to another cohort."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.actions.enrolment import enrol, transfer, withdraw
from cohorts.lists.classes import ROSTER, ROSTERS, roster_shown
from cohorts.models import Cohort, Enrolment
from cohorts.plan_forms import CandidateFilter, ReasonForm
from cohorts.queries.candidates import areas_of, candidates
from cohorts.queries.seats import places_of
from cohorts.rules.audience import NEW_MONTHS
from cohorts.seat_forms import TransferForm
from lms.people import access
from lms.people.rules.appointments import newly_appointed

from .cohorts import fetch, over, settled

PAGE = 50


@require_http_methods(["GET", "POST"])
@login_required
def enrol_people(request, pk):
    """Choose people by category, post, area; a POST enrols those ticked, or everyone who was found."""
    cohort = fetch(request, pk, "cohort.enrol")
    if over(request, cohort):
        return redirect("cohorts:cohort", cohort.pk)
    programme = cohort.programme
    asked = "chosen" in request.GET
    start = {
        "category": [row.pk for row in programme.categories.all()] if programme and not asked else [],
        "position": programme.positions if programme and not asked else [], "unplaced": programme is not None,
        "new": programme is not None and programme.newly_appointed,
    }
    form = CandidateFilter(request.GET if asked else start, user=request.user)
    found = candidates(request.user, cohort, **form.values()) if form.is_valid() else candidates(request.user, cohort).none()
    if request.method == "POST":
        ticked = [value for value in request.POST.getlist("post") if value.isdecimal() and len(value) < 18]
        chosen = found if "everyone" in request.POST else found.filter(pk__in=ticked[:PAGE])
        return enrol_posts(request, cohort, list(chosen))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    page.object_list = list(page.object_list)
    for post in page.object_list:
        post.is_new = newly_appointed(post.starts_on, today, NEW_MONTHS)
    standing, total = places_of(cohort), page.paginator.count
    return render(request, "cohorts/enrol.html", {
        "cohort": cohort, "form": form, "choices": [form["category"], form["position"]], "page": page,
        "total": total, "places": standing, "over": max(total - standing.free, 0),
    })


def enrol_posts(request, cohort, posts):
    """Enrol people by their posts, say what became of them, and lead to the roster."""
    if not posts:
        messages.warning(request, _("Nobody was ticked. Tick the people to enrol, then try again."))
        return redirect(request.get_full_path())
    try:
        result = enrol(actor=request.user, cohort=cohort, appointments=posts)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("cohorts:cohort", cohort.pk)
    if result.enrolled:
        count = len(result.enrolled)
        messages.success(request, ngettext("%(count)s person has a place.", "%(count)s people have a place.", count)
                         % {"count": count})
    if result.waitlisted:
        count = len(result.waitlisted)
        messages.warning(request, ngettext(
            "%(count)s person is on the waiting list: the cohort is full.",
            "%(count)s people are on the waiting list: the cohort is full.", count,
        ) % {"count": count})
    return redirect("cohorts:roster", cohort.pk)


@require_GET
@login_required
def roster(request, pk):
    cohort = fetch(request, pk, "cohort.roster")
    settled(cohort)
    asked = ROSTER.asked(request.GET, cohort)
    shown = roster_shown(asked)
    seen = Enrolment.objects.visible_to(request.user).filter(cohort=cohort)
    counts = dict(seen.order_by().values_list("state").annotate(Count("pk", distinct=True)))
    tabs = [
        {"key": key, "label": label, "count": sum(counts.get(state, 0) for state in states), "current": key == shown}
        for key, (label, states) in ROSTERS.items()
    ]
    return render(request, "cohorts/roster.html", {
        "cohort": cohort, "tabs": tabs, "shown": shown,
        "page": Paginator(ROSTER.rows(request.user, asked), PAGE).get_page(request.GET.get("page")),
    })


@require_http_methods(["GET", "POST"])
@login_required
def withdraw_person(request, pk):
    seen = Enrolment.objects.visible_to(request.user).select_related(
        "person", "organisation", "cohort__organiser", "share__organisation"
    )
    enrolment = get_object_or_404(seen, pk=pk)
    access.require(request.user, "enrolment.withdraw", enrolment)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(actor=request.user, enrolment=enrolment, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("%(name)s is withdrawn. A free place went to whoever waited longest.")
                             % {"name": enrolment.person.name})
        if access.allowed(request.user, "cohort.roster", enrolment.cohort):
            return redirect("cohorts:roster", enrolment.cohort_id)
        return redirect("cohorts:places")
    return render(request, "cohorts/withdraw.html", {"form": form, "enrolment": enrolment, "cohort": enrolment.cohort})


@require_http_methods(["GET", "POST"])
@login_required
def transfer_person(request, pk):
    """Move someone who has a place to another cohort of the same programme."""
    seen = Enrolment.objects.visible_to(request.user).select_related("person", "organisation", "cohort__organiser")
    enrolment = get_object_or_404(seen, pk=pk)
    access.require(request.user, "cohort.enrol", enrolment.cohort)
    cohorts = Cohort.objects.visible_to(request.user).active().filter(
        programme=enrolment.cohort.programme_id, organiser__in=areas_of(request.user)
    ).exclude(pk=enrolment.cohort_id)
    form = TransferForm(request.POST or None, cohorts=cohorts)
    if request.method == "POST" and form.is_valid():
        target = form.cleaned_data["cohort"]
        access.require(request.user, "cohort.enrol", target)
        try:
            transfer(actor=request.user, enrolment=enrolment, cohort=target, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(name)s has a place in “%(cohort)s”. What was earned came along.")
                             % {"name": enrolment.person.name, "cohort": target.title})
            return redirect("cohorts:roster", enrolment.cohort_id)
    return render(request, "cohorts/transfer.html", {"form": form, "enrolment": enrolment, "cohort": enrolment.cohort})
