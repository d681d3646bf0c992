"""Readiness for the election as of a day: the whole, one organisation with its gaps, and the workbook to hand in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.gap_acts import coming_cohorts, gap_acts
from cohorts.models import ElectionRound
from cohorts.queries.readiness import criteria_of, latest_round, readiness, summarise, total
from cohorts.readiness_charts import chart_data, heat
from cohorts.readiness_files import KIND
from cohorts.readiness_forms import ExportForm, LookForm, day_of
from cohorts.readiness_wording import CRITERIA, lack_text, standing_text
from cohorts.rules.readiness import Lack, meets
from lms.approvals.models import Approval
from lms.approvals.wording import ASKED
from lms.hand_outs.approvals import ask_hand_out
from lms.people import access
from lms.people.enums import Position

PAGE = 50


@login_required
@require_GET
def readiness_page(request):
    access.require(request.user, "readiness.view")
    form = LookForm(request.GET, user=request.user)
    round_ = form.chosen("round") or latest_round(request.user, form.chosen("as_of") or timezone.localdate())
    if round_ is None:
        return render(request, "cohorts/readiness/readiness.html", {"round": None, "form": form})
    as_of = form.chosen("as_of") or day_of(round_)
    organisations = readiness(user=request.user, round_=round_, as_of=as_of)
    criteria = criteria_of(round_)
    lines, whole = summarise(organisations, criteria), total(organisations, _("Total"), criteria)
    asked = list(whole.met)
    shown = _filtered(organisations, form)
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    for organisation in page:
        _dress(organisation)
    return render(request, "cohorts/readiness/readiness.html", {
        "round": round_, "as_of": as_of, "form": form, "summary": lines, "total": whole, "page": page, "shown": len(shown),
        "superiors": [(line.superior_id, line.name) for line in lines], "heat": heat(lines, whole, asked),
        "criteria": [CRITERIA[name] for name in asked], "charts": chart_data(organisations, lines, round_, as_of),
        "chosen": {name: form.chosen(name) or "" for name in ("superior", "standing", "lack")},
        "may_export": access.allowed(request.user, "readiness.export"),
    })


def _filtered(organisations, form):
    superior, standing, lack = (form.chosen(name) for name in ("superior", "standing", "lack"))
    return [
        one for one in organisations
        if (not superior or one.superior_id == superior) and (not standing or one.standing == standing)
        and (not lack or lack in one.lacks)
    ]


def _dress(organisation):
    organisation.standing_text = standing_text(organisation.standing)
    organisation.shown = [
        {"person": person, "position": Position(person.position).label,
         "lacks": [lack_text(lack) for lack in person.verdict.lacks]}
        for person in organisation.people
    ]
    organisation.empty = [(Position(position).label, count) for position, count in organisation.vacant.items()]


def _round(request, pk, verb, obj=None):
    found = ElectionRound.objects.visible_to(request.user).select_related("organisation")
    round_ = get_object_or_404(found, pk=pk)
    access.require(request.user, verb, obj)
    return round_


@login_required
@require_GET
def readiness_organisation(request, pk, organisation):
    """One organisation: its posts, its people, what each has and lacks, and what can be done about it."""
    round_ = _round(request, pk, "readiness.view")
    form = LookForm(request.GET, user=request.user)
    as_of = form.chosen("as_of") or day_of(round_)
    found = readiness(user=request.user, round_=round_, as_of=as_of, only=organisation)
    if not found:
        raise Http404("not an organisation of the round")
    row, criteria = found[0], criteria_of(round_)
    _dress(row)
    cohorts = coming_cohorts(request.user, round_, timezone.localdate())
    for item in row.shown:
        person = item["person"]
        item["met"] = [(CRITERIA[name], is_met) for name, is_met in meets(person.facts, criteria).items()]
        item["acts"] = gap_acts(user=request.user, organisation=row, position=person.position,
                                lacks=person.verdict.lacks, cohorts=cohorts, round_=round_, person_id=person.person_id)
    vacant = [
        (label, count, gap_acts(user=request.user, organisation=row, position=position, lacks=(Lack.VACANT,), cohorts=cohorts))
        for (label, count), position in zip(row.empty, row.vacant, strict=True)
    ]
    return render(request, "cohorts/readiness/organisation.html", {
        "round": round_, "as_of": as_of, "row": row, "vacant": vacant,
    })


@login_required
@require_http_methods(["GET", "POST"])
def readiness_export(request, pk):
    """Ask for the workbook: of what, for which purpose, for whom."""
    round_ = _round(request, pk, "readiness.export")
    form = ExportForm(request.POST or None, user=request.user, round_=round_, initial={
        key: request.GET[key] for key in ("as_of", "area") if key in request.GET
    })
    if request.method == "POST" and form.is_valid():
        area, as_of = form.cleaned_data["area"], form.cleaned_data["as_of"]
        params = {"round_id": round_.pk, "as_of": as_of.isoformat()}
        if answer := hand_over(request, form, area=area, title=f"{round_.title} {area.name} {as_of}", params=params):
            return answer
    return render(request, "cohorts/readiness/export.html", {"round": round_, "form": form})


def hand_over(request, form, *, area, title, params):
    """Ask for the workbook by what the form says and lead to where it will be; None where it is refused: the form says why."""
    try:
        row = ask_hand_out(
            actor=request.user, kind=KIND, title=title, params=params, organisation=area,
            purpose=form.cleaned_data["purpose"], recipient=form.cleaned_data["recipient"],
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None
    if isinstance(row, Approval):
        messages.info(request, ASKED)
        return redirect("approvals:approval", row.pk)
    return redirect("jobs:job", row.job.pk)
