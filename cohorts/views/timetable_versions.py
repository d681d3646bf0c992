"""What of a cohort's plan is not told yet, publishing it, and every version that was told."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.actions.publishing import publish_timetable
from cohorts.models import TimetableVersion
from cohorts.plan_words import change_lines
from cohorts.queries.published import concerned_in, unpublished_in

from .cohorts import fetch, over

PAGE = 20


@require_http_methods(["GET", "POST"])
@login_required
def publish(request, pk):
    """Show what would be told, and to how many; a POST tells it."""
    cohort = fetch(request, pk, "timetable.publish")
    if over(request, cohort):
        return redirect("cohorts:cohort", cohort.pk)
    if request.method == "POST":
        try:
            version = publish_timetable(actor=request.user, cohort=cohort)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            if version is None:
                messages.info(request, _("Nothing has changed since it was last published."))
            else:
                messages.success(request, _("Version %(number)s is published.") % {"number": version.number})
        return redirect("cohorts:cohort", cohort.pk)
    changes = unpublished_in(cohort)
    return render(request, "cohorts/timetable_publish.html", {
        "cohort": cohort, "changes": change_lines(changes), "told": concerned_in(cohort, changes),
        "current": TimetableVersion.objects.filter(cohort=cohort, current=True).select_related("published_by").first(),
    })


@require_GET
@login_required
def versions(request, pk):
    cohort = fetch(request, pk, "cohort.browse")
    rows = TimetableVersion.objects.visible_to(request.user).filter(cohort=cohort).order_by("-number")
    page = Paginator(rows.select_related("published_by").defer("meetings"), PAGE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    for row in page.object_list:
        row.lines = change_lines(row.changes)
    return render(request, "cohorts/timetable_versions.html", {"cohort": cohort, "page": page})
