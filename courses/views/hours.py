"""Where every minute comes from: one line of the ledger, explained."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from courses.models import HourEntry
from courses.queries.hours import explain_line


@login_required
@require_GET
def line(request, pk):
    """Explain a line to its person, and to whoever sees that person: what was watched, the rule, what was corrected."""
    entry = get_object_or_404(HourEntry.objects.visible_to(request.user).select_related("person", "reverses"), pk=pk)
    return render(request, "courses/hours_line.html", {"line": entry, "explained": explain_line(entry)})
