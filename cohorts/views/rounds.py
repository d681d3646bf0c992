"""Election rounds: the list, a new one, and changes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.actions.elections import create_round, update_round
from cohorts.models import ElectionRound
from cohorts.readiness_forms import RoundForm
from lms.people import access

PAGE = 50


@login_required
@require_GET
def rounds(request):
    access.require(request.user, "readiness.view")
    found = ElectionRound.objects.visible_to(request.user).select_related("organisation")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.may_edit = access.allowed(request.user, "round.edit", row)
    return render(request, "cohorts/readiness/rounds.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def round_new(request):
    access.require(request.user, "round.create")
    form = RoundForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            row = create_round(actor=request.user, **form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The round is set up."))
            return redirect("cohorts:round-edit", row.pk)
    return render(request, "cohorts/readiness/round_form.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def round_edit(request, pk):
    row = get_object_or_404(ElectionRound.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    access.require(request.user, "round.edit", row)
    form = RoundForm(request.POST or None, instance=row, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            update_round(actor=request.user, round_=row, **form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The round is saved. Snapshots keep what they froze."))
            return redirect("cohorts:rounds")
    return render(request, "cohorts/readiness/round_form.html", {"form": form, "round": row})
