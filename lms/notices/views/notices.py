"""What one was told, newest first; opening a notice leads to what it is about."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lms.notices import actions
from lms.notices.models import Notice

PAGE = 30


@login_required
@require_GET
def notices(request):
    page = Paginator(Notice.objects.visible_to(request.user), PAGE).get_page(request.GET.get("page"))
    layout = "layouts/desk.html" if request.user.scope.grants else "layouts/my.html"
    return render(request, "notices/notices.html", {"page": page, "layout": layout})


@login_required
@require_POST
def open_notice(request, pk):
    """Mark it read, and go to the page it is about."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    actions.read_notice(notice=notice)
    return redirect(notice.url or "notices:notices")


@login_required
@require_POST
def read_all(request):
    if actions.read_all(person=request.user):
        messages.success(request, _("All notices are marked as read."))
    return redirect("notices:notices")
