"""Files handed out: one's own, those that wait for one's approval, one with its decision, and the file."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lms.hand_outs.actions import approve_hand_out, decline_hand_out, record_download
from lms.hand_outs.enums import HandOutState
from lms.hand_outs.models import HandOut
from lms.people import access

PAGE = 50
GONE = 410


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=pgettext_lazy("file handed out", "Why not"), max_length=200, help_text=gettext_lazy("Who asked reads this.")
    )


def _fetch(request, pk):
    found = HandOut.objects.visible_to(request.user).select_related("organisation", "asked_by", "decided_by", "job")
    return get_object_or_404(found, pk=pk)


@login_required
@require_GET
def hand_outs(request):
    """The lists: mine, waiting for me, and all that I see."""
    access.require(request.user, "hand_out.browse")
    shown = request.GET.get("list", "mine")
    rows = {
        "mine": HandOut.objects.filter(asked_by=request.user), "waiting": HandOut.objects.waiting_for(request.user),
        "all": HandOut.objects.visible_to(request.user),
    }
    shown = shown if shown in rows else "mine"
    found = rows[shown].select_related("organisation", "asked_by", "decided_by")
    return render(request, "hand_outs/hand_outs.html", {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")), "shown": shown, "waiting": rows["waiting"].count(),
        "tabs": [("mine", _("Asked for by me")), ("waiting", _("Waiting for me")), ("all", _("All"))],
    })


@login_required
@require_GET
def hand_out(request, pk):
    return _page(request, _fetch(request, pk))


def _page(request, row, form=None, status=200):
    over = row.is_over(timezone.now())
    return render(request, "hand_outs/hand_out.html", {
        "row": row, "over": over, "form": form or DeclineForm(),
        "may_decide": row.state == HandOutState.WAITING and access.allowed(request.user, "hand_out.decide", row),
        "may_fetch": row.state == HandOutState.READY and not over and access.allowed(request.user, "hand_out.fetch", row),
        "mine": row.asked_by_id == request.user.pk,
    }, status=status)


@login_required
@require_POST
def approve(request, pk):
    row = _fetch(request, pk)
    access.require(request.user, "hand_out.decide", row)
    try:
        approve_hand_out(actor=request.user, hand_out=row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Approved. The file is being made; who asked for it is told."))
    return redirect("hand_outs:hand_out", pk)


@login_required
@require_POST
def decline(request, pk):
    row = _fetch(request, pk)
    access.require(request.user, "hand_out.decide", row)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    try:
        decline_hand_out(actor=request.user, hand_out=row, reason=form.cleaned_data["reason"])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Declined. Who asked for it reads why."))
    return redirect("hand_outs:hand_out", pk)


@login_required
@require_GET
def fetch(request, pk):
    """Hand the file to who asked for it; once its time is over, say so and how to get another."""
    row = _fetch(request, pk)
    access.require(request.user, "hand_out.fetch", row)
    if row.is_over(timezone.now()):
        return _page(request, row, status=GONE)
    if row.state != HandOutState.READY:
        raise Http404("no file")
    record_download(actor=request.user, hand_out=row)
    return FileResponse(row.file.open("rb"), as_attachment=True, filename=row.file_name,
                        headers={"X-Content-Type-Options": "nosniff"})
