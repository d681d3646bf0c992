"""Results of surveys at the desk: the list, one of them, averages, and the workbook."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cohorts.enums import SurveyAbout
from cohorts.models import Cohort
from cohorts.queries import survey_results as queries
from cohorts.survey_words import STEP_WORDS, few_text, why_no_split
from lms.jobs.actions import start_job
from lms.people import access

PAGE = 50
FIRST_YEAR = 2000
STATES = ("running", "closed")


@login_required
@require_GET
def surveys(request):
    access.require(request.user, "survey.browse")
    about, state = _about(request, ""), request.GET.get("state", "")
    state = state if state in STATES else ""
    year = int(text) if (text := request.GET.get("year", "")).isascii() and text.isdigit() and len(text) == 4 else 0
    year = year if year >= FIRST_YEAR else None
    cohort = None
    if (key := request.GET.get("cohort", "")).isdecimal() and len(key) < 18:
        cohort = Cohort.objects.visible_to(request.user).filter(pk=key[:18]).first()
    found = queries.listed(request.user, about=about, state=state, year=year, cohort=cohort)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    cells = queries.cells_of(rows)
    page.object_list = [
        {"survey": survey, "average": queries.pool([cells[survey.pk]]).value, "few": few_text(survey.answered)} for survey in rows
    ]
    return render(request, "cohorts/surveys/surveys.html", {
        "page": page, "about": about, "state": state, "cohort": cohort, "abouts": SurveyAbout.choices, "year": year,
    })


@login_required
@require_GET
def survey(request, pk):
    row = get_object_or_404(queries.listed(request.user), pk=pk)
    access.require(request.user, "survey.browse", row)
    results = queries.results_of(row)
    return render(request, "cohorts/surveys/survey.html", {
        "survey": row, "few": few_text(row.answered), "average": queries.pool([results.cell]).value,
        "questions": [_dressed(one, results.groups) for one in results.questions], "running": row.closed_at is None,
    })


def _dressed(one, groups):
    """A question with the words of its values, and of its groups in their own order."""
    words = STEP_WORDS if one.question.kind == queries.SCALE else dict(enumerate(one.question.options))
    split = one.groups
    return {
        "asked": one, "few": few_text(one.n), "bars": [(words[value], count) for value, count in one.bars],
        "by_group": [(groups.get(key), tally.total / tally.n, tally.n) for key, tally in split.shown.items()] if split else [],
        "hidden": [groups.get(key) for key in split.hidden] if split and split.shown else [],
        "why": why_no_split(split) if split else "",
    }


@login_required
@require_GET
def averages(request):
    access.require(request.user, "survey.browse")
    about = _about(request, SurveyAbout.SESSION)
    year, years = _year(request.GET, request.user)
    return render(request, "cohorts/surveys/averages.html", {
        "about": about, "abouts": SurveyAbout.choices, "year": year, "years": years,
        "averages": queries.averages(request.user, about=about, year=year),
    })


@login_required
@require_POST
def averages_export(request):
    access.require(request.user, "survey.export")
    year, _years = _year(request.POST, request.user)
    job = start_job(kind="cohorts.export_surveys", owner=request.user, params={"year": year},
                    back_url=f"{reverse('cohorts:survey-averages')}?year={year}")
    return redirect("jobs:job", job.pk)


def _about(request, default):
    about = request.GET.get("about", "")
    return about if about in SurveyAbout.values else default


def _year(asked, user):
    years = queries.years_of(user, timezone.localdate())
    year = asked.get("year", "")
    return (int(year) if year.isascii() and year.isdecimal() and len(year) < 18 and int(year) in years else years[0]), years
