"""The check-in code on the big screen. Only the server's clock counts."""

import segno
from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from cohorts.actions.attendance import window_of
from cohorts.queries.attendance import arrivals
from cohorts.rules import check_in as rules
from cohorts.views.sessions import session_or_404


@login_required
@require_safe
def projector(request, pk):
    session = session_or_404(request, pk, "session.project")
    return render(request, "cohorts/attendance/projector.html", {"session": session, **_code(request, session)})


@login_required
@require_safe
def projector_code(request, pk):
    """The part of the screen that changes: the code of this moment, the count and the newest names."""
    session = session_or_404(request, pk, "session.project")
    return render(request, "cohorts/attendance/parts/code.html", {"session": session, **_code(request, session)})


def _code(request, session):
    now = timezone.now()
    window = window_of(session)
    there, enrolled, newest = arrivals(session)
    state = {"state": window.at(now), "window": window, "there": there, "enrolled": enrolled, "newest": newest}
    if state["state"] is rules.Outcome.OK:
        code = rules.code_at(session.secret, session.pk, now)
        address = request.build_absolute_uri(reverse("cohorts:check-in", args=[session.pk, code]))
        image = segno.make(address, error="m", micro=False).svg_inline(border=1, omitsize=True, svgclass=None, lineclass=None)
        state["qr"] = mark_safe(image)  # noqa: S308 -- drawn here, holds nothing but black squares
        state["spoken"] = rules.spoken_code_at(session.secret, session.pk, now)
        state["type_at"] = request.build_absolute_uri(reverse("cohorts:check-in-code")).split("://", 1)[1]
    return state
