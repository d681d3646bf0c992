"""The tree of organisations: browsed level by level, searched in Chinese, pinyin or initials."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from lms.people import access, queries
from lms.people.models import Organisation

PAGE = 50


@login_required
@require_GET
def organisations(request):
    access.require(request.user, "organisation.browse")
    visible = Organisation.objects.visible_to(request.user).active()
    text = request.GET.get("q", "").strip()[:60]
    if text:
        found = queries.search_organisations(visible, text).select_related("parent", "category").order_by("path")
    else:
        top = visible.order_by("depth").values_list("depth", flat=True).first() or 0
        level = visible.filter(depth=top)
        if level.count() == 1:
            found = queries.children_of(visible, level.get())
            found = found if found.exists() else level.select_related("parent", "category")
        else:
            found = level.select_related("parent", "category")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "people/organisations.html", {"page": page, "q": text})


@login_required
@require_GET
def organisation(request, pk):
    visible = Organisation.objects.visible_to(request.user)
    shown = get_object_or_404(visible.select_related("category", "parent"), pk=pk)
    access.require(request.user, "organisation.browse", shown)
    page = Paginator(queries.children_of(visible, shown), PAGE).get_page(request.GET.get("page"))
    may_see = access.allowed(request.user, "organisation.reserves", shown)
    return render(request, "people/organisation.html", {
        "organisation": shown,
        "line": visible.filter(pk__in=shown.ancestor_ids[:-1]).order_by("path"),
        "page": page,
        "posts": queries.post_holders(shown, with_reserves=may_see)
        if access.allowed(request.user, "person.browse") else [],
    })
