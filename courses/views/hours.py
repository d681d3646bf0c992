"""Where every minute comes from: one line of the ledger, explained."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from courses.hour_words import counting_text, cut_text, step_text
from courses.models import HourEntry
from courses.queries.hours import explain_line
from courses.rules.hour_data import parse
from courses.rules.hours import PLAIN


@login_required
@require_GET
def line(request, pk):
    """Explain a line to its person, and to whoever sees that person: what was watched, the rule, what was corrected."""
    entry = get_object_or_404(HourEntry.objects.visible_to(request.user).select_related(
        "person", "reverses", "organisation", "rule_version__organisation"), pk=pk)
    explained = explain_line(entry)
    rules = parse(explained.version.rules) if explained.version else PLAIN
    return render(request, "courses/hours_line.html", {
        "line": entry, "explained": explained, "steps": [step_text(step) for step in explained.credited.steps],
        "cuts": [cut_text(cut) for cut in explained.cuts], "rule": counting_text(rules.counting(entry.kind)),
        "observed": abs(entry.observed), "credited": abs(entry.minutes),
    })
