"""The rules of attendance: every version by the day it begins, and a new one with whom it would change."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cohorts.actions.policy import add_policy, withdraw_policy
from cohorts.leave_forms import PolicyForm
from cohorts.models import AttendancePolicy
from cohorts.queries.policy import NAMES, policies
from cohorts.queries.policy_preview import preview_of
from cohorts.rules.policy import Policy
from lms.people import access


@login_required
@require_GET
def attendance_rules(request):
    access.require(request.user, "attendance.rules")
    today = timezone.localdate()
    rows = list(AttendancePolicy.objects.visible_to(request.user).select_related("created_by"))
    return render(request, "cohorts/leave/rules.html", {
        "rows": rows, "today": today, "in_force": policies().since(today), "default": Policy(),
    })


@login_required
@require_http_methods(["GET", "POST"])
def attendance_rules_new(request):
    """Write a new version, look at whom it changes, and let it begin."""
    access.require(request.user, "attendance.rules_edit")
    today = timezone.localdate()
    form = PolicyForm(request.POST or None, initial=vars(policies().on(today)))
    preview = None
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        from_on = values.pop("from_on")
        if "save" in request.POST:
            try:
                add_policy(actor=request.user, from_on=from_on, **values)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("The rules are saved. They hold from their day on."))
                return redirect("cohorts:attendance-rules")
        else:
            preview = preview_of(request.user, from_on, Policy(**{name: values[name] for name in NAMES}))
    return render(request, "cohorts/leave/rules_new.html", {"form": form, "preview": preview})


@login_required
@require_POST
def attendance_rules_withdraw(request, pk):
    access.require(request.user, "attendance.rules_edit")
    row = get_object_or_404(AttendancePolicy.objects.visible_to(request.user), pk=pk)
    try:
        withdraw_policy(actor=request.user, policy=row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("These rules are taken back; they never held."))
    return redirect("cohorts:attendance-rules")
