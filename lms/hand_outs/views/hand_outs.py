"""Files handed out: one's own and all that one sees, one with who approved it, and the file. Requests are ``lms.approvals``."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lms.approvals.models import Approval
from lms.hand_outs.actions import record_download
from lms.hand_outs.approvals import MAKE
from lms.hand_outs.enums import HandOutState
from lms.hand_outs.models import HandOut
from lms.people import access

PAGE = 50
GONE = 410


def _fetch(request, pk):
    found = HandOut.objects.visible_to(request.user).select_related("organisation", "asked_by", "decided_by", "job")
    return get_object_or_404(found, pk=pk)


@login_required
@require_GET
def hand_outs(request):
    """The lists: mine and all that I see; what I asked for and waits for a second person is counted."""
    access.require(request.user, "hand_out.browse")
    shown = request.GET.get("list", "mine")
    rows = {"mine": HandOut.objects.filter(asked_by=request.user), "all": HandOut.objects.visible_to(request.user)}
    shown = shown if shown in rows else "mine"
    found = rows[shown].select_related("organisation", "asked_by", "decided_by")
    return render(request, "hand_outs/hand_outs.html", {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")), "shown": shown, "query": f"list={shown}",
        "tabs": [("mine", _("Asked for by me")), ("all", _("All"))],
        "waiting": Approval.objects.waiting().filter(requested_by=request.user, kind=MAKE).count(),
    })


@login_required
@require_GET
def hand_out(request, pk):
    return _page(request, _fetch(request, pk))


def _page(request, row, status=200):
    over = row.is_over(timezone.now())
    return render(request, "hand_outs/hand_out.html", {
        "row": row, "over": over,
        "may_fetch": row.state == HandOutState.READY and not over and access.allowed(request.user, "hand_out.fetch", row),
        "mine": row.asked_by_id == request.user.pk,
    }, status=status)


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
