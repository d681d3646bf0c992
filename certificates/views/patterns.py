"""How certificates are numbered: patterns, with a preview before anything is kept."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from certificates.actions.patterns import save_pattern
from certificates.forms import PatternForm
from certificates.models import NumberPattern
from certificates.queries.register import next_numbers
from certificates.rules.numbers import read_pattern
from lms.people import access


@require_GET
@login_required
def patterns(request):
    access.require(request.user, "certificate.register")
    rows = list(NumberPattern.objects.visible_to(request.user).select_related("organisation"))
    upcoming = next_numbers([row.pattern for row in rows], timezone.localdate().year)
    return render(request, "certificates/patterns.html", {
        "rows": [{"pattern": row, "next": number} for row, number in zip(rows, upcoming, strict=True)],
    })


@require_http_methods(["GET", "POST"])
@login_required
def pattern(request, pk=None):
    """A new pattern, or one that is there; the button of the preview keeps nothing."""
    found = None
    if pk is None:
        access.require(request.user, "number_pattern.create")
    else:
        rows = NumberPattern.objects.visible_to(request.user).select_related("organisation")
        found = get_object_or_404(rows, pk=pk)
        access.require(request.user, "number_pattern.edit", found)
    before = found.text if found else ""
    form = PatternForm(request.POST or None, instance=found, user=request.user)
    preview = None
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if "preview" not in request.POST:
            save_pattern(
                actor=request.user, pattern=found, organisation=form.cleaned_data.get("organisation"), text=text,
                is_active=form.cleaned_data.get("is_active", True),
            )
            messages.success(request, _("Certificates are numbered so from now on. Numbers given before stay as they are."))
            return redirect("certificates:patterns")
        preview = _preview(text, before)
    return render(request, "certificates/pattern.html", {"form": form, "pattern": found, "preview": preview})


def _preview(text, before):
    """Return the next numbers under ``text``, and whether they begin anew beside those of the text ``before``."""
    year, read = timezone.localdate().year, read_pattern(text)
    first = next_numbers([read], year)[0]
    return {"next": first, "large": read.number(year, 12345), "anew": bool(before) and read_pattern(before).key != read.key}
