"""Check in with a phone: scan the code on the screen, or type its six digits.

A scan counts from the moment it was made. Whoever has to sign in first carries a claim in their session; whoever is signed
in carries one in the form, signed for them. A claim is good for two minutes and for one person.
"""

import secrets
from dataclasses import replace
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.core.cache import cache
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cohorts.actions.attendance import check_in, window_of
from cohorts.attendance_forms import SpokenCodeForm
from cohorts.enums import ATTENDED, SEATED, MarkMethod
from cohorts.models import AttendanceMark, ClassSession
from cohorts.queries.attendance import sessions_to_check_in
from cohorts.rules import check_in as rules

CLAIM_KEY = "check_in_claim"
CLAIM_SALT = "cohorts.check-in.claim"
DEVICE_COOKIE = "device"
DEVICE_SALT = "cohorts.check-in.device"
YEAR = 365 * 24 * 3600
WRONG_GUESSES = 12  # of six digits, in GUESSING_SECONDS, by one person
GUESSING_SECONDS = 300


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def scan(request, session, code):
    """What the code on the screen opens: GET asks "I am here", POST does it."""
    now = timezone.now()
    meeting = ClassSession.objects.select_related("cohort__organiser", "venue").filter(pk=session).first()
    good = meeting is not None and rules.accepts(code, secret=meeting.secret, session_id=meeting.pk, now=now)
    if not request.user.is_authenticated:
        if not good:
            return _answer(request, rules.Answer(rules.Outcome.EXPIRED))
        request.session[CLAIM_KEY] = {"session": meeting.pk, "at": now.isoformat(), "person": None}
        return redirect_to_login(request.get_full_path())
    if meeting is None:
        return _answer(request, rules.Answer(rules.Outcome.EXPIRED))
    if request.method == "POST":
        answer = check_in(
            person=request.user, session=meeting, code=code, device=_device(request), now=now, method=MarkMethod.QR,
            seen_at=_signed_claim(request, meeting, now),
        )
        return _done(meeting, code) if answer.ok else _answer(request, answer, meeting)
    seen_at = now if good else _session_claim(request, meeting, now)
    answer = _preview(request.user, meeting, seen_at, now)
    if answer.outcome is rules.Outcome.ALREADY and "done" in request.GET and answer.status in ATTENDED:
        answer = replace(answer, outcome=rules.Outcome.OK)  # what the button has just done, safe to reload
        return _answer(request, answer, meeting)
    if not answer.ok:
        return _answer(request, answer, meeting)
    return _with_device(request, render(request, "cohorts/check_in/confirm.html", {
        "session": meeting, "claim": _claim(request.user, meeting, seen_at),
    }))


def _preview(person, session, seen_at, now):
    """What pressing the button would answer; nothing is written."""
    enrolment = session.cohort.enrolments.filter(person=person, state__in=SEATED).first()
    mark = enrolment and AttendanceMark.objects.current().filter(session=session, enrolment=enrolment).first()
    return rules.judge(
        window=window_of(session), code_accepted=seen_at is not None, enrolled=enrolment is not None,
        standing=rules.Standing(mark.status, mark.observed_at) if mark else None, now=seen_at or now,
    )


def _claim(person, session, seen_at):
    return signing.dumps({"person": person.pk, "session": session.pk, "at": seen_at.isoformat()}, salt=CLAIM_SALT)


def _signed_claim(request, session, now):
    """Return the instant of the scan that the form vouches for, or None."""
    try:
        claim = signing.loads(request.POST.get("claim", ""), salt=CLAIM_SALT)
    except signing.BadSignature:
        return None
    if claim["person"] != request.user.pk or claim["session"] != session.pk:
        return None
    return _fresh(claim, now)


def _session_claim(request, session, now):
    """Return the instant of a scan made before signing in, or None. It belongs to the first person who comes with it."""
    claim = request.session.get(CLAIM_KEY)
    if not claim or claim["session"] != session.pk or claim["person"] not in (None, request.user.pk):
        return None
    if claim["person"] is None:
        request.session[CLAIM_KEY] = {**claim, "person": request.user.pk}
    return _fresh(claim, now)


def _fresh(claim, now):
    at = datetime.fromisoformat(claim["at"])
    return at if at <= now <= at + rules.CLAIM else None


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def type_code(request):
    """The six digits instead of a scan; they are tried on the person's classes whose check-in is open."""
    now = timezone.now()
    form = SpokenCodeForm(request.POST or None)
    sessions = sessions_to_check_in(request.user, now)
    if request.method == "POST" and form.is_valid():
        if _guessed_too_often(request.user):
            return _answer(request, None)
        code = form.cleaned_data["code"]
        for session in sessions:
            if rules.accepts_spoken(code, secret=session.secret, session_id=session.pk, now=now):
                answer = check_in(
                    person=request.user, session=session, code=code, device=_device(request), now=now,
                    method=MarkMethod.CODE,
                )
                return _done(session, code) if answer.ok else _answer(request, answer, session)
        _count_guess(request.user)
        form.add_error("code", _("These digits fit none of your classes now. They change often: please look again."))
    return _with_device(request, render(request, "cohorts/check_in/code.html", {"form": form, "sessions": sessions}))


def _guesses(person):
    return f"check-in-guesses:{person.pk}"


def _guessed_too_often(person):
    return cache.get(_guesses(person), 0) >= WRONG_GUESSES


def _count_guess(person):
    cache.add(_guesses(person), 0, GUESSING_SECONDS)
    try:
        cache.incr(_guesses(person))
    except ValueError:  # it has just run out
        cache.set(_guesses(person), 1, GUESSING_SECONDS)


def _done(session, code):
    return redirect(f"{reverse('cohorts:check-in', args=[session.pk, code])}?done=1")


def _answer(request, answer, session=None):
    """Render what someone is told; ``answer`` None: too many wrong digits."""
    outcome = answer.outcome.value if answer else "guessed"
    context = {"answer": answer, "outcome": outcome, "session": session}
    if session is not None:
        context["window"] = window_of(session)
    return _with_device(request, render(request, "cohorts/check_in/answer.html", context))


def _device(request):
    """Return the keyed hash of the phone's own random number; empty before it was given one."""
    number = request.COOKIES.get(DEVICE_COOKIE, "")
    return salted_hmac(DEVICE_SALT, number, algorithm="sha256").hexdigest()[:32] if number else ""


def _with_device(request, response):
    """Give the phone a random number of its own, unless it has one; it says nothing about its owner."""
    if DEVICE_COOKIE not in request.COOKIES:
        response.set_cookie(
            DEVICE_COOKIE, secrets.token_urlsafe(16), max_age=YEAR, httponly=True, samesite="Lax",
            secure=request.is_secure(),
        )
    return response
