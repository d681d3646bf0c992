"""The desk's completion board by member, reckoned anew on demand; a cohort closed, and opened again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cohorts.actions.completion import certificates_stand, close_cohort, open_sessions, reopen_cohort, seen_of
from cohorts.actions.standing import recompute as reckon
from cohorts.enums import SEATED
from cohorts.explain import attendance_text, reason_text, reason_texts, requirement_texts
from cohorts.explain_standing import COLUMN_LABELS, change_texts, measure_text
from cohorts.models import Cohort, Enrolment
from cohorts.queries.completion import at_closing, requirements_of, standings, to_be_judged
from cohorts.queries.excellence import demand_of, named_in
from cohorts.rules.standing import COLUMN_OF, KEYS, lacks, measures
from lms.people import access

PAGE = 50


def fetch(request, pk, verb):
    """Return the cohort with its programme if the visitor sees it (else 404) and may do ``verb`` to it (else 403)."""
    seen = Cohort.objects.visible_to(request.user).select_related("organiser", "programme__exam", "programme__organisation")
    cohort = get_object_or_404(seen, pk=pk)
    access.require(request.user, verb, cohort)
    return cohort


def seats(request, cohort):
    """Return the places of the people on the roster whom the visitor sees, sorted by pinyin."""
    return (
        Enrolment.objects.visible_to(request.user).filter(cohort=cohort, state__in=SEATED)
        .select_related("person", "organisation", "group").order_by("person__name_key", "pk")
    )


@require_GET
@login_required
def board(request, pk):
    """Everyone of the roster whom one sees, a column a requirement; ``lacks`` keeps those who lack something there."""
    cohort = fetch(request, pk, "cohort.browse")
    found = standings(cohort, seats(request, cohort), stored=True)
    short = {one.enrolment.pk: lacks(one.verdict) for one in found}
    excellent = named_in(cohort)
    shown, lacking = request.GET.get("show", ""), request.GET.get("lacks", "")
    chosen = [
        one for one in found
        if _shown(one, shown, excellent) and (lacking not in KEYS or lacking in short[one.enrolment.pk])
    ]
    figures = {one.enrolment.pk: {m.key: m for m in measures(one.facts, one.requirements, one.verdict)} for one in found}
    columns = [key for key in KEYS if any(key in row for row in figures.values())]
    page = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    page.object_list = [_row(one, columns, figures[one.enrolment.pk], excellent) for one in page.object_list]
    complete = sum(one.verdict.complete for one in found)
    return render(request, "cohorts/board.html", {
        "cohort": cohort, "page": page, "shown": shown, "lacking": lacking, "columns": [COLUMN_LABELS[key] for key in columns],
        "total": len(found), "complete": complete, "incomplete": len(found) - complete,
        "excellent": len(excellent), "names_excellent": bool(demand_of(cohort)),
        "tabs": [(key, COLUMN_LABELS[key], sum(key in row for row in short.values())) for key in columns],
        "asked": requirement_texts(requirements_of(cohort)),
    })


def _shown(one, shown, excellent):
    if shown in ("complete", "missing"):
        return one.verdict.complete == (shown == "complete")
    return shown != "excellent" or one.enrolment.pk in excellent


def _row(one, columns, figures, excellent):
    """Return what the board says of one person: a cell a column, with what is missing there."""
    missing = {}
    for reason in one.verdict.reasons:
        # Of lessons and hours the figure says all there is to say.
        missing.setdefault(COLUMN_OF[reason.code], []).extend(
            [] if reason.code in ("lessons", "minutes") else [reason_text(reason)]
        )
    return {
        "enrolment": one.enrolment, "verdict": one.verdict, "frozen": one.frozen, "excellent": one.enrolment.pk in excellent,
        "cells": [{
            "label": COLUMN_LABELS[key], "measure": figures.get(key), "missing": missing.get(key, []),
            "figure": measure_text(figures[key]) if key in figures else "",
            "note": attendance_text(one) if key == "attendance" and key not in missing else "",
        } for key in columns],
        "changes": [] if one.frozen else change_texts(one.enrolment.standing),
    }


@require_POST
@login_required
def recompute(request, pk):
    cohort = fetch(request, pk, "cohort.recompute")
    found = reckon(actor=request.user, cohort=cohort)
    if found.changed:
        messages.success(request, ngettext(
            "Reckoned anew: %(count)d of %(people)d people stands otherwise than before.",
            "Reckoned anew: %(count)d of %(people)d people stand otherwise than before.", found.changed,
        ) % {"count": found.changed, "people": found.people})
    else:
        messages.info(request, _("Reckoned anew. Everyone stands as before."))
    return redirect("cohorts:board", cohort.pk)


@require_http_methods(["GET", "POST"])
@login_required
def close(request, pk):
    """Who will have completed, who will not and why, and which sessions are open: asked before the cohort is closed.

    A list that has become another one meanwhile is shown again, with who stands otherwise.
    """
    cohort = fetch(request, pk, "cohort.close")
    if cohort.closed_at is not None:
        return redirect("cohorts:board", cohort.pk)
    agreed = {int(value) for value in request.POST.getlist("leaving_open") if value.isdecimal() and len(value) < 18}
    seen, changed = _read_seen(request.POST.get("seen", "")), False
    if request.method == "POST":
        try:
            counts = close_cohort(actor=request.user, cohort=cohort, leaving_open=agreed, seen=seen)
        except ValidationError as error:
            changed = error.code == "changed"
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The cohort is closed: %(completed)s completed it, %(not_completed)s did not.") % counts)
            return redirect("cohorts:board", cohort.pk)
    judged = at_closing(cohort, list(
        to_be_judged(cohort).select_related("person", "organisation").order_by("person__name_key", "pk")
    ))
    now_seen = seen_of(judged)
    rows = [{
        "enrolment": one.enrolment, "verdict": one.verdict, "missing": reason_texts(one.verdict),
        "changed": changed and seen.get(one.enrolment.pk) != now_seen[one.enrolment.pk],
    } for one in judged]
    return render(request, "cohorts/close.html", {
        "cohort": cohort, "left": list(open_sessions(cohort)), "agreed": agreed,
        "own": any(row["enrolment"].person_id == request.user.pk for row in rows), "changed": changed,
        "gone": len(seen.keys() - now_seen.keys()) if changed else 0,
        "seen": " ".join(f"{key}:{mark}" for key, mark in now_seen.items()),
        "complete": [row for row in rows if row["verdict"].complete],
        "incomplete": [row for row in rows if not row["verdict"].complete],
    })


def _read_seen(text):
    """Return ``{enrolment id: fingerprint}`` as the form carries it."""
    pairs = (pair.partition(":") for pair in text.split())
    return {int(key): mark for key, _colon, mark in pairs if key.isascii() and key.isdecimal() and len(key) < 18}


@require_http_methods(["GET", "POST"])
@login_required
def reopen(request, pk):
    """Take back the closing, with a reason, while nothing was certified."""
    cohort = fetch(request, pk, "cohort.reopen")
    if cohort.closed_at is None:
        return redirect("cohorts:board", cohort.pk)
    if request.method == "POST":
        try:
            reopen_cohort(actor=request.user, cohort=cohort, reason=request.POST.get("reason", ""))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The cohort is open again. What was decided at closing is taken back."))
            return redirect("cohorts:board", cohort.pk)
    return render(request, "cohorts/reopen.html", {
        "cohort": cohort, "certified": certificates_stand(cohort), "reason": request.POST.get("reason", "")[:200],
        "people": cohort.enrolments.filter(state__in=SEATED).count(),
    })
