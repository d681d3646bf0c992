"""The audit trail, as far as the reader may see it."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lms.audit.forms import TrailFilter
from lms.audit.lists import TRAIL, told
from lms.people import access

PAGE = 50


@login_required
@require_GET
def trail(request):
    access.require(request.user, "audit.read")
    page = Paginator(TRAIL.rows(request.user, TRAIL.asked(request.GET)), PAGE).get_page(request.GET.get("page"))
    page.object_list = told(request.user, page.object_list)
    return render(request, "audit/trail.html", {
        "page": page, "form": TrailFilter(request.GET or None), "query": request.GET.urlencode(),
    })
