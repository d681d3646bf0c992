"""The code that hangs at an open site: whose branch visits now says "I am here"; anybody else learns nothing of who is there."""

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cohorts.actions.check_in import last_mark, seat_at
from cohorts.actions.site_visits import visit_site
from cohorts.enums import ATTENDED, AttendanceStatus, VenueKind
from cohorts.models import Venue
from cohorts.queries.attendance import window_of
from cohorts.queries.sites import visits_of
from cohorts.rules.check_in import Answer, Outcome
from cohorts.rules.site_code import accepts_site
from lms.views import claims
from lms.views.devices import device_of, with_device


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request, venue, token):
    """GET asks "I am here", POST does it. A code that was replaced, or never was, says so and nothing else."""
    now, what = timezone.now(), f"site:{venue}"
    site = Venue.objects.filter(pk=venue, kind=VenueKind.OPEN_SITE).first()
    if site is None or not accepts_site(token, secret=site.secret, venue_id=site.pk):
        return _nothing(request, replaced=True)
    if not request.user.is_authenticated:
        claims.remember(request, what, now)
        return redirect_to_login(request.get_full_path())
    if request.method == "POST":
        session, answer = visit_site(
            person=request.user, venue=site, device=device_of(request), now=now, seen_at=claims.vouched(request, what, now)
        )
        claims.spend(request)
        if answer is None:
            return _nothing(request)
        return redirect(f"{request.path}?done=1") if answer.ok else _answer(request, session, answer)
    visits = visits_of(request.user, site, now)
    if not visits:
        return _nothing(request)
    for session in visits:
        mark = last_mark(session, seat_at(session, request.user))
        if mark is not None and mark.status != AttendanceStatus.UNDONE and session.ends_at > now:
            done = "done" in request.GET and mark.status in ATTENDED
            return _answer(request, session, Answer(Outcome.OK if done else Outcome.ALREADY, mark.status, mark.observed_at))
    return with_device(request, render(request, "cohorts/check_in/site.html", {
        "site": site, "visits": visits,
        "claim": claims.signed(request.user, what, claims.remembered(request, what, now) or now),
    }))


def _answer(request, session, answer):
    return with_device(request, render(request, "cohorts/check_in/answer.html", {
        "answer": answer, "outcome": answer.outcome.value, "session": session, "window": window_of(session),
    }))


def _nothing(request, *, replaced=False):
    """What anybody without a visit there is told, whatever goes on; ``replaced``: the code opens nothing any more."""
    return render(request, "cohorts/check_in/no_visit.html", {"replaced": replaced})
