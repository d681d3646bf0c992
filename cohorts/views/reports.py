"""Readiness for the election as of a day, and the workbooks that are handed in."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from cohorts.models import ElectionRound
from cohorts.queries.readiness import latest_round, readiness, summarise, total
from cohorts.readiness_wording import lack_text, standing_text
from cohorts.rules.readiness import Standing
from lms.jobs.actions import start_job
from lms.people import access

PAGE = 50


class AsOfForm(forms.Form):
    """Which day to look at, which sub-district, and whether only the organisations in red."""

    as_of = forms.DateField(label=_("As of"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    superior = forms.CharField(label=_("Sub-district"), required=False)
    standing = forms.ChoiceField(
        label=_("Standing"), required=False,
        choices=[("", _("All")), *[(value.value, standing_text(value)) for value in Standing]],
    )


def _day(form, round_):
    if form.is_valid() and form.cleaned_data["as_of"]:
        return form.cleaned_data["as_of"]
    today = timezone.localdate()
    return min(today, round_.cut_off) if round_ else today


@login_required
@require_GET
def readiness_page(request):
    access.require(request.user, "readiness.view")
    form = AsOfForm(request.GET)
    asked = form.cleaned_data["as_of"] if form.is_valid() else None
    round_ = latest_round(request.user, asked or timezone.localdate())
    if round_ is None:
        return render(request, "cohorts/readiness.html", {"round": None, "form": form})
    as_of = _day(form, round_)
    organisations = readiness(user=request.user, round_=round_, as_of=as_of)
    shown = _filtered(organisations, form)
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    for organisation in page:
        organisation.standing_text = standing_text(organisation.standing)
        organisation.people = [
            {"person": person, "reserve": person.position == "reserve",
             "lacks": [lack_text(lack) for lack in person.verdict.lacks]}
            for person in (*organisation.incumbents, *organisation.reserves)
        ]
    return render(request, "cohorts/readiness.html", {
        "round": round_, "as_of": as_of, "form": form, "summary": summarise(organisations),
        "total": total(organisations, ""), "page": page, "superiors": sorted({o.superior for o in organisations}),
        "chosen": form.cleaned_data if form.is_valid() else {}, "shown": len(shown),
    })


def _filtered(organisations, form):
    if not form.is_valid():
        return organisations
    superior, standing = form.cleaned_data["superior"], form.cleaned_data["standing"]
    return [
        organisation for organisation in organisations
        if (not superior or organisation.superior == superior) and (not standing or organisation.standing == standing)
    ]


@login_required
@require_POST
def readiness_export(request, pk):
    round_ = get_object_or_404(ElectionRound.objects.visible_to(request.user), pk=pk)
    access.require(request.user, "readiness.export", round_)
    form = AsOfForm(request.POST)
    job = start_job(
        kind="cohorts.export_readiness", owner=request.user, back_url=reverse("cohorts:readiness"),
        params={"round_id": round_.pk, "as_of": _day(form, round_).isoformat()},
    )
    return redirect("jobs:job", job.pk)
