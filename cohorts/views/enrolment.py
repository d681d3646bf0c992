"""Whom to enrol in a cohort, its roster, and taking someone out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.actions.enrolment import enrol, withdraw
from cohorts.enums import SEATED, EnrolmentState
from cohorts.models import Enrolment
from cohorts.plan_forms import CandidateFilter, ReasonForm
from cohorts.queries.candidates import NEW_MONTHS, candidates
from lms.people import access
from lms.people.rules.appointments import newly_appointed

from .cohorts import fetch, over

PAGE = 50
LISTS = {
    "": (gettext_lazy("On the list"), SEATED),
    "waiting": (gettext_lazy("Waiting"), (EnrolmentState.WAITLISTED,)),
    "withdrawn": (gettext_lazy("Withdrawn"), (EnrolmentState.WITHDRAWN,)),
}


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
    }
    form = CandidateFilter(request.GET if asked else start, user=request.user)
    found = candidates(request.user, cohort, **form.values()) if form.is_valid() else candidates(request.user, cohort).none()
    if request.method == "POST":
        ticked = [value for value in request.POST.getlist("post") if value.isdecimal()]
        chosen = found if "everyone" in request.POST else found.filter(pk__in=ticked[:PAGE])
        return _enrol(request, cohort, list(chosen))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    page.object_list = list(page.object_list)
    for post in page.object_list:
        post.is_new = newly_appointed(post.starts_on, today, NEW_MONTHS)
    taken, total = cohort.enrolments.seated().count(), page.paginator.count
    free = max(cohort.quota - taken, 0)
    return render(request, "cohorts/enrol.html", {
        "cohort": cohort, "form": form, "choices": [form["category"], form["position"]], "page": page,
        "total": total, "taken": taken, "free": free,
        "over": max(total - free, 0),
    })


def _enrol(request, cohort, posts):
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
    shown = request.GET.get("list", "")
    shown = shown if shown in LISTS else ""
    seen = Enrolment.objects.visible_to(request.user).filter(cohort=cohort)
    counts = dict(seen.order_by().values_list("state").annotate(Count("pk", distinct=True)))
    order = ["created_at", "pk"] if shown == "waiting" else ["person__name_key", "pk"]
    rows = seen.filter(state__in=LISTS[shown][1]).select_related("person", "organisation__parent").order_by(*order)
    tabs = [
        {"key": key, "label": label, "count": sum(counts.get(state, 0) for state in states), "current": key == shown}
        for key, (label, states) in LISTS.items()
    ]
    return render(request, "cohorts/roster.html", {
        "cohort": cohort, "tabs": tabs, "shown": shown,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
    })


@require_http_methods(["GET", "POST"])
@login_required
def withdraw_person(request, pk):
    seen = Enrolment.objects.visible_to(request.user).select_related("person", "organisation", "cohort__organiser")
    enrolment = get_object_or_404(seen, pk=pk)
    access.require(request.user, "cohort.enrol", enrolment.cohort)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(actor=request.user, enrolment=enrolment, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("%(name)s is withdrawn. A free place went to whoever waited longest.")
                             % {"name": enrolment.person.name})
        return redirect("cohorts:roster", enrolment.cohort_id)
    return render(request, "cohorts/withdraw.html", {"form": form, "enrolment": enrolment, "cohort": enrolment.cohort})
