"""The check-in code on the big screen. Only the server's clock counts."""

import segno
from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from cohorts.queries.attendance import arrivals, window_of
from cohorts.queries.policy import policy_of
from cohorts.queries.roll_calls import answers_so_far, open_calls
from cohorts.rules import check_in as rules
from cohorts.views.sessions import session_or_404


@login_required
@require_safe
def projector(request, pk):
    session = session_or_404(request, pk, "session.project")
    return render(request, "cohorts/attendance/projector.html", {"session": session, **_screen(request, session)})


@login_required
@require_safe
def projector_code(request, pk):
    """The part of the screen that changes: the code of this moment, the count and the newest names."""
    session = session_or_404(request, pk, "session.project")
    return render(request, "cohorts/attendance/parts/code.html", {"session": session, **_screen(request, session)})


def _screen(request, session):
    """What stands on the screen now: while a second call is open its code, else that of check-in."""
    now, policy = timezone.now(), policy_of(session)
    window = window_of(session, policy)
    there, enrolled, newest = arrivals(session)
    screen = {
        "state": window.at(now), "window": window, "there": there, "enrolled": enrolled, "newest": newest,
        # After so many milliseconds without an answer the code on the screen may have run out.
        "fresh": policy.code_seconds * 1000 + 2000,
    }
    call = open_calls().filter(session=session).first()
    if call is not None and screen["state"] is rules.Outcome.OK:
        answered, newest = answers_so_far(call)
        return screen | {"call": call, "there": answered, "enrolled": there, "newest": newest} | _code(
            request, "cohorts:answer-call", call.secret, call.pk, now, policy
        )
    if screen["state"] is rules.Outcome.OK:
        screen |= _code(request, "cohorts:check-in", session.secret, session.pk, now, policy)
    return screen


def _code(request, name, secret, number, now, policy):
    code = rules.code_at(secret, number, now, step=policy.code_seconds)
    address = request.build_absolute_uri(reverse(name, args=[number, code]))
    image = segno.make(address, error="m", micro=False).svg_inline(border=1, omitsize=True, svgclass=None, lineclass=None)
    return {
        "qr": mark_safe(image),  # noqa: S308 -- drawn here, holds nothing but black squares
        "spoken": rules.spoken_code_at(secret, number, now, step=policy.code_seconds),
        "type_at": request.build_absolute_uri(reverse("cohorts:check-in-code")).split("://", 1)[1],
    }
