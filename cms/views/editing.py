"""What our editors do beyond Wagtail's own screens."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.actions.duplicating import duplicate_course
from cms.models import CoursePage
from cms.rules.next_year import next_year


def duplicate(request, page_id):
    """Ask, then copy a course as the draft of next year's. Whoever may not copy it there is turned away like by Wagtail."""
    page = get_object_or_404(CoursePage, pk=page_id)
    if not page.permissions_for_user(request.user).can_copy_to(page.get_parent(), recursive=True):
        raise PermissionDenied("content.duplicate")
    year = timezone.localdate().year
    if request.method == "POST":
        copy = duplicate_course(actor=request.user, page=page, this_year=year)
        messages.success(request, _("“%(title)s” is a draft now. Look through it, then publish it.") % {"title": copy.title})
        return redirect("wagtailadmin_pages:edit", copy.pk)
    return render(request, "cms/editor/duplicate.html", {
        "page": page, "new_title": next_year(page.title, year), "lessons": page.get_descendant_count(),
    })
