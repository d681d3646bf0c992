"""What waits for a second person: the lists, one with its facts, and the three answers."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lms.approvals import actions
from lms.approvals.enums import ApprovalState
from lms.approvals.models import Approval
from lms.approvals.registry import KINDS
from lms.people import access

PAGE = 50


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=pgettext_lazy("second person", "Why not"), max_length=200, help_text=gettext_lazy("Who asked reads this.")
    )


def _fetch(request, pk):
    found = Approval.objects.visible_to(request.user).select_related("organisation", "person", "requested_by", "decided_by")
    return get_object_or_404(found, pk=pk)


@login_required
@require_GET
def approvals(request):
    """The lists: what waits for me, what I asked for, and all that I see."""
    access.require(request.user, "approval.browse")
    rows = {
        "waiting": Approval.objects.waiting_for(request.user), "mine": Approval.objects.filter(requested_by=request.user),
        "all": Approval.objects.visible_to(request.user),
    }
    shown = request.GET.get("list", "waiting")
    shown = shown if shown in rows else "waiting"
    found = rows[shown].select_related("organisation", "person", "requested_by")
    return render(request, "approvals/approvals.html", {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")), "shown": shown, "waiting": rows["waiting"].count(),
        "tabs": [("waiting", _("Waiting for me")), ("mine", _("Asked for by me")), ("all", _("All"))], "query": f"list={shown}",
    })


@login_required
@require_GET
def approval(request, pk):
    return _page(request, _fetch(request, pk))


def _page(request, row, form=None):
    open_ = row.state == ApprovalState.WAITING and not row.is_over(timezone.now())
    return render(request, "approvals/approval.html", {
        "row": row, "form": form or DeclineForm(), "mine": row.requested_by_id == request.user.pk, "open": open_,
        "facts": KINDS[row.kind].facts(row) if row.kind in KINDS else [],
        "may_decide": open_ and access.allowed(request.user, "approval.decide", row),
    })


def _done(request, act, sentence, pk, **values):
    """Do one of the actions and say so; what stands in its way is said instead."""
    try:
        act(actor=request.user, **values)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, sentence)
    return redirect("approvals:approval", pk)


@login_required
@require_POST
def approve(request, pk):
    row = _fetch(request, pk)
    access.require(request.user, "approval.decide", row)
    return _done(request, actions.approve, _("Approved, and done. Who asked is told."), pk, approval=row)


@login_required
@require_POST
def decline(request, pk):
    row = _fetch(request, pk)
    access.require(request.user, "approval.decide", row)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    sentence = _("Declined. Who asked for it reads why.")
    return _done(request, actions.decline, sentence, pk, approval=row, reason=form.cleaned_data["reason"])


@login_required
@require_POST
def withdraw(request, pk):
    row = _fetch(request, pk)
    access.require(request.user, "approval.withdraw", row)
    return _done(request, actions.withdraw, _("Taken back. Nothing was changed."), pk, approval=row)
