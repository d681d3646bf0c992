"""Hours: one's own year, that of the people one looks after, and who has done what the year asks."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cohorts.hour_forms import FACES, ComplianceForm
from cohorts.hour_pages import fill_context, places_context, year_context
from cohorts.queries.compliance import Asked, compliance, dressed, people_in
from lms.jobs.actions import start_job
from lms.people import access
from lms.people.models import Person

PAGE = 50


@login_required
@require_GET
def mine(request):
    """A year's hours: the ring, what is missing and what would fill it, and every line with what earned it."""
    context = year_context(request, request.user)
    this_year = context["year"] == timezone.localdate().year
    return render(request, "cohorts/my/hours.html", {
        **context, **(fill_context(request.user, context["hours"]) if this_year else {}),
    })


@login_required
@require_GET
def my_places(request):
    """The same hours by the rules of other places."""
    return render(request, "cohorts/my/hour_places.html", places_context(request, request.user))


def _person(request, pk):
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    access.require(request.user, "hours.browse")
    return person


@login_required
@require_GET
def person(request, pk):
    """The year of somebody in one's scope, as they see it themselves."""
    found = _person(request, pk)
    return render(request, "cohorts/hours/person.html", {
        **year_context(request, found), "posts": found.appointments.current().select_related("organisation"),
    })


@login_required
@require_GET
def person_places(request, pk):
    return render(request, "cohorts/hours/person_places.html", places_context(request, _person(request, pk)))


def _asked(form):
    """Return what is asked of a page; what cannot be read is not asked."""
    form.is_valid()
    data, today = form.cleaned_data, timezone.localdate()
    return Asked(
        min(data.get("as_of") or today, today), data.get("record") == "then", data.get("organisation"),
        data.get("position") or "", data.get("category") or "",
    )


@login_required
@require_GET
def overview(request):
    """Numerator and denominator by organisation, how far people are, as of any day."""
    access.require(request.user, "hours.browse")
    form = ComplianceForm(request.GET, user=request.user)
    asked = _asked(form)
    found = compliance(request.user, asked)
    return render(request, "cohorts/hours/compliance.html", {
        "form": form, "asked": asked, "total": found.total, "faces": FACES, "query": _query(asked),
        "page": Paginator(found.groups, PAGE).get_page(request.GET.get("page")),
    })


def _query(asked, **more):
    values = {
        "as_of": asked.day.isoformat(), "record": "then" if asked.recorded else "", "position": asked.position,
        "category": asked.category, "organisation": asked.organisation.pk if asked.organisation else "", **more,
    }
    return "&".join(f"{name}={value}" for name, value in values.items() if value)


@login_required
@require_GET
def people(request):
    """The people behind the counts, furthest behind first."""
    access.require(request.user, "hours.browse")
    form = ComplianceForm(request.GET, user=request.user)
    asked = _asked(form)
    only = form.cleaned_data.get("only", "")
    found = compliance(request.user, asked)
    page = Paginator(people_in(found, only=only), PAGE).get_page(request.GET.get("page"))
    rows = dressed(found, list(page.object_list))
    seen = set(Person.objects.visible_to(request.user).filter(pk__in=page.object_list).values_list("pk", flat=True))
    return render(request, "cohorts/hours/people.html", {
        "form": form, "asked": asked, "only": only, "page": page, "rows": [(row, row.person.pk in seen) for row in rows],
        "query": _query(asked, only=only), "back": _query(asked),
    })


@login_required
@require_POST
def export(request):
    """Hand in the workbook of compliance as it is shown."""
    access.require(request.user, "hours.export")
    asked = _asked(ComplianceForm(request.POST, user=request.user))
    job = start_job(kind="cohorts.export_hours", owner=request.user, back_url=reverse("cohorts:hours"), params={
        "as_of": asked.day.isoformat(), "recorded": asked.recorded, "position": asked.position, "category": asked.category,
        "organisation_id": asked.organisation.pk if asked.organisation else None,
    })
    return redirect("jobs:job", job.pk)
