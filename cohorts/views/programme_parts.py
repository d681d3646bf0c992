"""Parts of a programme with pages of their own: modules, versions of its courses, whom it has reached."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.actions.programmes import propose_modules, set_modules, upgrade_programme
from cohorts.models import Cohort
from cohorts.programme_forms import BLANK_ROWS, ModuleFormSet, rows_of
from cohorts.queries.coverage import STANDINGS, coverage, people_of
from cohorts.queries.programmes import changed_lessons, pinned_versions
from cohorts.rules.modules import MOST_MODULES
from lms.people import access
from lms.people.models import Organisation

from .programmes import fetch

PAGE = 50
PREFIX = "module"
LABELS = {
    "missing": gettext_lazy("Not placed"), "waiting": pgettext_lazy("coverage", "Waiting"),
    "placed": pgettext_lazy("coverage", "Placed"), "": gettext_lazy("Everyone"),
}


@require_http_methods(["GET", "POST"])
@login_required
def programme_modules(request, pk):
    """The modules as rows of a form. "More rows" shows the form again with what was typed, and writes nothing."""
    row = fetch(request, pk, "programme.edit")
    if request.method == "POST" and "propose" in request.POST:
        if not propose_modules(actor=request.user, programme=row):
            messages.warning(request, _("Nothing to propose: the programme has modules, or its categories have no emphasis."))
        return redirect("cohorts:programme-modules", row.pk)
    data = request.POST.copy() if request.method == "POST" else None
    more = data is not None and "more" in data
    if more:
        asked = data.get(f"{PREFIX}-TOTAL_FORMS", "")
        shown = int(asked) if asked.isdecimal() and len(asked) < 18 else 0
        data[f"{PREFIX}-TOTAL_FORMS"] = str(min(shown + BLANK_ROWS, MOST_MODULES))
    rows = ModuleFormSet(data, initial=rows_of(row), prefix=PREFIX)
    if data is not None and rows.is_valid() and not more:
        try:
            set_modules(actor=request.user, programme=row, rows=rows.rows())
        except ValidationError as error:
            rows.non_form_errors().extend(error.messages)
        else:
            messages.success(request, _("The modules are saved."))
            return redirect("cohorts:programme", row.pk)
    return render(request, "cohorts/programme_modules.html", {
        "programme": row, "rows": rows, "may_propose": not row.modules.exists(),
    })


@require_http_methods(["GET", "POST"])
@login_required
def programme_upgrade(request, pk):
    """Show which lessons came or went since the courses were pinned; a POST pins their present versions."""
    row = fetch(request, pk, "programme.edit")
    if request.method == "POST":
        upgrade_programme(actor=request.user, programme=row)
        messages.success(request, _("New cohorts of this programme now take the present versions of its courses."))
        return redirect("cohorts:programme", row.pk)
    came, went = changed_lessons(row)
    return render(request, "cohorts/programme_upgrade.html", {
        "programme": row, "came": came, "went": went, "versions": pinned_versions(row),
    })


@require_GET
@login_required
def programme_coverage(request, pk):
    row = fetch(request, pk, "programme.coverage")
    areas, whole = coverage(request.user, row)
    return render(request, "cohorts/programme_coverage.html", {"programme": row, "areas": areas, "whole": whole})


@require_GET
@login_required
def programme_people(request, pk):
    """The names behind the figures: who of an area's audience is placed, waits, or is not placed."""
    row = fetch(request, pk, "programme.coverage")
    area = None
    if (key := request.GET.get("area", "")).isdecimal() and len(key) < 18:
        area = Organisation.objects.filter(path__startswith=row.organisation.path, pk=key[:18]).first()
    standing = request.GET.get("standing", "missing")
    standing = standing if standing in STANDINGS else ""
    query = QueryDict(mutable=True)
    if area is not None:
        query["area"] = area.pk
    return render(request, "cohorts/programme_people.html", {
        "programme": row, "area": area, "standing": standing,
        "tabs": [(key, label, f"{query.urlencode()}&standing={key or 'all'}", key == standing) for key, label in LABELS.items()],
        "page": Paginator(people_of(request.user, row, area=area, standing=standing), PAGE).get_page(request.GET.get("page")),
        "ways": _ways(request, row, area) if standing == "missing" else [],
    })


def _ways(request, programme, area):
    """The running cohorts of the programme in which the visitor may enrol, with the address of those not placed."""
    if not access.allowed(request.user, "cohort.open"):
        return []
    query = QueryDict(mutable=True)
    query.update({"chosen": 1, "unplaced": "on"})
    query.setlist("category", [category.pk for category in programme.categories.all()])
    query.setlist("position", programme.positions)
    if programme.newly_appointed:
        query["new"] = "on"
    if area is not None:
        query["area"] = area.pk
    cohorts = Cohort.objects.visible_to(request.user).active().filter(programme=programme).select_related("organiser")
    return [(cohort, query.urlencode()) for cohort in cohorts if access.allowed(request.user, "cohort.enrol", cohort)]
