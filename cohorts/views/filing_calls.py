"""Calls for filing: the list, a call made or changed, the board, and the organisations behind its figures."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.actions.filing_calls import create_call, restore_call, update_call, withdraw_call
from cohorts.enums import FilingStanding
from cohorts.filing_forms import CallForm
from cohorts.filing_words import standing_badge
from cohorts.lists.supervision import FILING, seen_calls, within_call
from cohorts.models import FilingCall
from cohorts.queries.filings import board, calls_with_counts, to_do
from lms.people import access

PAGE = 50


@require_GET
@login_required
def filings(request):
    """What one's own organisations still have to file, and all calls with their counts."""
    access.require(request.user, "filing.browse")
    calls = FilingCall.objects.visible_to(request.user).select_related("organisation").prefetch_related("categories")
    page = Paginator(calls, PAGE).get_page(request.GET.get("page"))
    return render(request, "cohorts/filings/calls.html", {
        "page": page, "rows": calls_with_counts(request.user, page.object_list),
        "to_do": [(call, place, *standing_badge(place.how)) for call, place in to_do(request.user)],
        "today": timezone.localdate(),
    })


def _call(request, pk):
    call = get_object_or_404(seen_calls(request.user), pk=pk)
    access.require(request.user, "filing.browse")
    return call


@require_http_methods(["GET", "POST"])
@login_required
def call_new(request):
    access.require(request.user, "filing_call.create")
    form = CallForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            call = create_call(actor=request.user, **form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The call is out. The liaisons of all organisations that it asks are told."))
            return redirect("cohorts:filing-call", call.pk)
    return render(request, "cohorts/filings/call_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@login_required
def call_edit(request, pk):
    """Change a call, take it back, or make it again."""
    call = _call(request, pk)
    access.require(request.user, "filing_call.edit", call)
    if request.method == "POST" and "withdraw" in request.POST:
        withdraw_call(actor=request.user, call=call)
        messages.success(request, _("The call is taken back. It can be made again on the same page."))
        return redirect("cohorts:filing-call", call.pk)
    if request.method == "POST" and "restore" in request.POST:
        restore_call(actor=request.user, call=call)
        messages.success(request, _("The call stands again."))
        return redirect("cohorts:filing-call", call.pk)
    form = CallForm(request.POST or None, instance=call, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            update_call(actor=request.user, call=call, **form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The call is saved."))
            return redirect("cohorts:filing-call", call.pk)
    return render(request, "cohorts/filings/call_form.html", {"form": form, "call": call})


@require_GET
@login_required
def call_board(request, pk):
    """Due, late, filed, executed x of y: by the organisations one level below, each of which leads further down."""
    call = _call(request, pk)
    within = within_call(request.user, request.GET, call)
    found = board(request.user, call, within=within)
    return render(request, "cohorts/filings/board.html", {
        "call": call, "within": within, "total": found.total, "today": timezone.localdate(),
        "page": Paginator(found.groups, PAGE).get_page(request.GET.get("page")),
        "asked_ids": {place.organisation.pk for place in found.places},
    })


@require_GET
@login_required
def call_list(request, pk):
    """The organisations that are asked, by how they stand; whoever may send nudges ticks some of them."""
    call = _call(request, pk)
    asked = FILING.asked(request.GET, call)
    page = Paginator(FILING.rows(request.user, asked), PAGE).get_page(request.GET.get("page"))
    return render(request, "cohorts/filings/list.html", {
        "call": call, "within": within_call(request.user, asked, call), "how": asked.get("how", ""), "text": asked.get("q", ""),
        "page": page,
        "rows": [(place, *standing_badge(place.how)) for place in page], "standings": FilingStanding.choices,
    })
