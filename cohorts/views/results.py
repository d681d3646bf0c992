"""Final results: what a programme asks, how people took part, the board of a cohort and its workbook."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cohorts.actions.participation import Given, enter_participation
from cohorts.actions.programme_results import set_demand
from cohorts.explain_results import PART_LABELS, demand_texts, line_text, parts_text, total_text
from cohorts.queries.completion import standings
from cohorts.queries.results import demand_for, final_of, participation_of
from cohorts.result_forms import DemandForm
from lms.jobs.actions import start_job

from .completion import fetch, seats
from .programmes import fetch as fetch_programme

PAGE = 50


@login_required
@require_http_methods(["GET", "POST"])
def programme_result(request, pk):
    """What the programme asks of the final result. Empty weights ask for nothing."""
    row = fetch_programme(request, pk, "programme.edit")
    form = DemandForm(request.POST or None, programme=row)
    if request.method == "POST" and form.is_valid():
        try:
            set_demand(actor=request.user, programme=row, demand=form.demand())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The final result is saved."))
            return redirect("cohorts:programme", row.pk)
    return render(request, "cohorts/programme_result.html", {"programme": row, "form": form})


@login_required
@require_GET
def results(request, pk):
    """Everyone of the roster whom one sees: parts, total, and what is missing."""
    cohort = fetch(request, pk, "cohort.browse")
    demand = demand_for(cohort)
    rows = []
    if demand or cohort.closed_at:
        for one in standings(cohort, seats(request, cohort)):
            final = final_of(one)
            if final is not None:
                rows.append({
                    "enrolment": one.enrolment, "final": final, "total": total_text(final), "open": parts_text(final.open),
                    "lines": [(line, PART_LABELS[line.part], line_text(line)) for line in final.lines], "frozen": one.frozen,
                })
    counts = {state: sum(row["final"].passed is state for row in rows) for state in (True, False, None)}
    shown = request.GET.get("show", "")
    wanted = {"passed": True, "failed": False, "open": None}
    chosen = [row for row in rows if shown not in wanted or row["final"].passed is wanted[shown]]
    return render(request, "cohorts/results/board.html", {
        "cohort": cohort, "demand": demand, "asked": demand_texts(demand), "total": len(rows), "passed": counts[True],
        "failed": counts[False], "open": counts[None], "shown": shown,
        "page": Paginator(chosen, PAGE).get_page(request.GET.get("page")),
    })


@login_required
@require_POST
def results_export(request, pk):
    cohort = fetch(request, pk, "cohort.results_export")
    job = start_job(kind="cohorts.export_results", owner=request.user, params={"cohort_id": cohort.pk},
                    back_url=reverse("cohorts:results", args=[cohort.pk]))
    return redirect("jobs:job", job.pk)


@login_required
@require_http_methods(["GET", "POST"])
def participation(request, pk):
    """The grid: a number a person, one reason for all of them or one beside a name."""
    cohort = fetch(request, pk, "cohort.participation")
    people = list(seats(request, cohort))
    standing = participation_of([row.pk for row in people])
    rows = [{"enrolment": row, "entry": standing.get(row.pk), "own": row.person_id == request.user.pk} for row in people]
    if request.method == "POST" and (redirected := _enter(request, cohort, rows)) is not None:
        return redirected
    return render(request, "cohorts/results/participation.html", {
        "cohort": cohort, "rows": rows, "asked": "participation" in demand_for(cohort).weights,
        "reason": request.POST.get("reason", ""), "rest": request.POST.get("rest", ""),
        "over": bool(cohort.closed_at or cohort.cancelled_at), "missing": sum(row["entry"] is None for row in rows),
    })


def _enter(request, cohort, rows):
    """Write what the form holds; None when it has to be shown again, with what was typed and why."""
    given, wrong = _given(request.POST, rows)
    if wrong:
        messages.error(request, _("Participation is a whole number from 0 to 100. Look again at: %(names)s.") % {
            "names": "、".join(wrong)})
        return None
    try:
        outcome = enter_participation(actor=request.user, cohort=cohort, given=given)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return None
    if outcome.new:
        messages.success(request, ngettext("%(count)d entry is saved.", "%(count)d entries are saved.", outcome.new) % {
            "count": outcome.new})
    if outcome.own:
        messages.warning(request, _("You cannot judge yourself. Please ask a colleague to do it."))
    if outcome.conflicts:
        names = {row["enrolment"].pk: row["enrolment"].person.name for row in rows}
        messages.warning(
            request, _("Changed by someone else in the meantime, and left as it is: %(names)s. Please look again.")
            % {"names": "、".join(names[key] for key in outcome.conflicts)},
        )
    return redirect("cohorts:participation", cohort.pk)


def _given(data, rows):
    """Read the lines whose number differs from what stands; ``rest`` is for whoever has no entry and no number.

    Returns them, and the names of those whose number cannot be read. What was typed is kept beside its row.
    """
    reason, given, wrong = data.get("reason", "").strip(), [], []
    rest = data.get("rest", "").strip() if "fill" in data else ""
    for row in rows:
        pk, entry = row["enrolment"].pk, row["entry"]
        row["typed"], row["why"] = data.get(f"percent-{pk}", "").strip(), data.get(f"reason-{pk}", "").strip()
        seen = data.get(f"seen-{pk}")
        if seen is None:
            continue
        text = row["typed"] or ("" if entry or row["own"] else rest)
        if not text:
            continue
        if not (text.isascii() and text.isdigit() and int(text[:4]) <= 100 and len(text) <= 3):
            wrong.append(row["enrolment"].person.name)
            continue
        if entry and str(entry.pk) == seen and entry.percent == int(text):
            continue
        given.append(Given(pk, int(text), row["why"] or reason, int(seen) if seen.isdecimal() and len(seen) < 18 else None))
    return given, wrong
