"""Programmes on the desk: the list, one with its hours and cohorts, new and changed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.actions.programmes import create_programme, update_programme
from cohorts.explain_excellence import excellence_texts
from cohorts.explain_results import demand_texts
from cohorts.lists.classes import PROGRAMMES
from cohorts.models import Cohort, Programme
from cohorts.programme_forms import ProgrammeForm
from cohorts.queries.cohorts import dressed, listed
from cohorts.queries.coverage import coverage
from cohorts.queries.programmes import changed_lessons, hours_of, pinned_versions
from cohorts.rules.excellence import excellence_of
from cohorts.rules.results import demand_of
from cohorts.seat_words import mix_sentences
from lms.people import access
from lms.people.enums import Position

PAGE = 50


def fetch(request, pk, verb):
    """Return the programme if the visitor sees it (else 404) and may do ``verb`` to it (else 403)."""
    found = Programme.objects.visible_to(request.user).select_related(
        "organisation", "exam", "assignment", "session_survey", "cohort_survey"
    )
    row = get_object_or_404(found.prefetch_related("categories"), pk=pk)
    access.require(request.user, verb, row)
    return row


@require_GET
@login_required
def programmes(request):
    access.require(request.user, "programme.browse")
    asked = PROGRAMMES.asked(request.GET)
    years = Programme.objects.visible_to(request.user).order_by("-year").values_list("year", flat=True).distinct()
    return render(request, "cohorts/programmes.html", {
        "page": Paginator(PROGRAMMES.rows(request.user, asked), PAGE).get_page(request.GET.get("page")), "years": list(years),
        "year": asked.get("year", ""),
    })


@require_GET
@login_required
def programme(request, pk):
    row = fetch(request, pk, "programme.browse")
    cohorts = listed(Cohort.objects.visible_to(request.user).filter(programme=row))
    page = Paginator(cohorts, PAGE).get_page(request.GET.get("page"))
    page.object_list = dressed(page.object_list)
    labels = dict(Position.choices)
    hours = hours_of(row)
    covered = coverage(request.user, row)[1] if access.allowed(request.user, "programme.coverage", row) else None
    came, went = changed_lessons(row) if access.allowed(request.user, "programme.edit", row) else ([], [])
    return render(request, "cohorts/programme.html", {
        "programme": row, "page": page, "positions": [labels.get(value, value) for value in row.positions],
        "final_asked": demand_texts(demand_of(row.result_rules)), "hours": hours,
        "excellence": excellence_texts(excellence_of(row.excellence_rules)),
        "warnings": mix_sentences(hours.reasons), "covered": covered,
        "versions": pinned_versions(row), "newer": len(came) + len(went),
    })


@require_http_methods(["GET", "POST"])
@login_required
def programme_new(request):
    access.require(request.user, "programme.create")
    form = ProgrammeForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            row = create_programme(actor=request.user, **form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if row.modules.exists():
                messages.success(request, _("The programme is there, with modules from the emphasis of its categories. "
                                            "Adjust them, then open a cohort."))
                return redirect("cohorts:programme-modules", row.pk)
            messages.success(request, _("The programme is there. Open a cohort of it next."))
            return redirect("cohorts:programme", row.pk)
    return render(request, "cohorts/programme_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@login_required
def programme_edit(request, pk):
    row = fetch(request, pk, "programme.edit")
    form = ProgrammeForm(request.POST or None, instance=row, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            update_programme(actor=request.user, programme=row, **form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The programme is saved."))
            return redirect("cohorts:programme", row.pk)
    return render(request, "cohorts/programme_form.html", {"form": form, "programme": row})
