"""Snapshots of readiness: the list of a round, a new one, one with its workbook, and what changed between two."""

import logging
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.actions.elections import take_snapshot
from cohorts.models import ElectionRound, ReadinessSnapshot
from cohorts.readiness_forms import CompareForm, HandForm, SnapshotForm
from cohorts.readiness_wording import ALTERED, CHANGES, asked_texts, why_text
from cohorts.rules.readiness import Standing
from cohorts.rules.readiness_data import Altered, compare
from cohorts.views.readiness import hand_over
from lms.people import access
from lms.people.enums import Position

logger = logging.getLogger(__name__)
PAGE = 50


def _fetch(request, pk):
    found = ReadinessSnapshot.objects.visible_to(request.user).select_related("round__organisation", "organisation", "taken_by")
    found = found.defer("data")  # opened by whoever can say that it was changed
    return get_object_or_404(found, pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def snapshots(request, pk):
    """The snapshots of a round, and the button that takes another."""
    round_ = get_object_or_404(ElectionRound.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    access.require(request.user, "readiness.export")
    form = SnapshotForm(request.POST or None, user=request.user, round_=round_)
    if request.method == "POST" and form.is_valid():
        row = take_snapshot(actor=request.user, round_=round_, **form.cleaned_data)
        messages.success(request, _("The snapshot is taken. What it says does not change any more."))
        return redirect("cohorts:snapshot", row.pk)
    found = ReadinessSnapshot.objects.visible_to(request.user).filter(round=round_).defer("data")
    return render(request, "cohorts/readiness/snapshots.html", {
        "round": round_, "form": form,
        "page": Paginator(found.select_related("organisation", "taken_by"), PAGE).get_page(request.GET.get("page")),
    })


def _told_when_altered(view):
    """Whoever asks for a snapshot that was changed in the database reads so, and what to do."""

    @wraps(view)
    def told(request, pk):
        try:
            return view(request, pk)
        except Altered:
            logger.error("A snapshot of readiness is not what was frozen: %s", pk)
            return render(request, "cohorts/readiness/altered.html", {"row": _fetch(request, pk), "text": ALTERED}, status=409)

    return told


@login_required
@require_GET
@_told_when_altered
def snapshot(request, pk):
    row = _fetch(request, pk)
    data = row.read()
    office = [one for one in data["people"] if one["position"] != Position.RESERVE]
    reserves = [one for one in data["people"] if one["position"] == Position.RESERVE]
    others = _others(request, row)
    return render(request, "cohorts/readiness/snapshot.html", {
        "row": row, "asked": asked_texts(data["round"]), "data": data, "office": len(office), "reserves": len(reserves),
        "office_prepared": sum(one["prepared"] for one in office), "form": CompareForm(others=others) if others else None,
        "reserves_prepared": sum(one["prepared"] for one in reserves),
        "nobody": sum(one["standing"] == Standing.NOBODY for one in data["organisations"]),
    })


def _others(request, row):
    """The other snapshots with which this one can be compared."""
    found = ReadinessSnapshot.objects.visible_to(request.user).filter(round=row.round, organisation=row.organisation)
    return list(found.exclude(pk=row.pk).defer("data")[:PAGE])


@login_required
@require_http_methods(["GET", "POST"])
def snapshot_export(request, pk):
    """Ask for the workbook of what was frozen."""
    row = _fetch(request, pk)
    access.require(request.user, "readiness.export")
    form = HandForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        stamp = timezone.localtime(row.taken_at).strftime("%Y%m%d-%H%M")
        title = f"{row.round.title} {row.organisation.name} {row.as_of} {_('Snapshot')} {stamp}"
        if answer := hand_over(request, form, area=row.organisation, title=title, params={"snapshot_id": row.pk}):
            return answer
    return render(request, "cohorts/readiness/export.html", {"round": row.round, "snapshot": row, "form": form})


@login_required
@require_GET
@_told_when_altered
def snapshot_compare(request, pk):
    """Who changed between this snapshot and another, and why."""
    row = _fetch(request, pk)
    form = CompareForm(request.GET or None, others=_others(request, row))
    found = {"row": row, "form": form}
    if form.is_valid():
        pair = sorted([row, _fetch(request, form.cleaned_data["other"])], key=lambda one: (one.taken_at, one.pk))
        before, after = (one.read() for one in pair)
        places = {one["id"]: one for one in (*before["organisations"], *after["organisations"])}
        changes = compare(before, after)
        found |= {
            "before": pair[0], "after": pair[1], "count": len(changes),
            "asked_before": asked_texts(before["round"]), "asked_after": asked_texts(after["round"]),
            "groups": [
                (CHANGES[kind], [
                    (one, Position(one.person["position"]).label, why_text(one, places)) for one in changes if one.change == kind
                ]) for kind in CHANGES
            ],
        }
    return render(request, "cohorts/readiness/compare.html", found)
