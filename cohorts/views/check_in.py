"""Check in with a phone: scan the code on the screen, or type its six digits; answer a second call in the same ways."""

from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cohorts.actions import roll_calls
from cohorts.actions.check_in import check_in, judged, last_mark, seat_at
from cohorts.attendance_forms import SpokenCodeForm
from cohorts.enums import ATTENDED, MarkMethod
from cohorts.models import ClassSession
from cohorts.queries.attendance import sessions_to_check_in, window_of
from cohorts.queries.policy import policy_of, policy_on
from cohorts.queries.roll_calls import calls_to_answer, open_calls
from cohorts.rules import check_in as rules
from cohorts.rules.roll_calls import Answered
from lms.views import claims
from lms.views.counters import count, counted
from lms.views.devices import device_of, with_device

WRONG_GUESSES = 12  # of six digits, in GUESSING_SECONDS, by one person
GUESSING_SECONDS = 300


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def scan(request, session, code):
    """What the code on the screen opens: GET asks "I am here", POST does it."""
    now, what = timezone.now(), f"session:{session}"
    meeting = ClassSession.objects.select_related("cohort__organiser", "venue", "group").filter(pk=session).first()
    policy = policy_of(meeting) if meeting else None
    good = meeting is not None and rules.accepts(
        code, secret=meeting.secret, session_id=meeting.pk, now=now, step=policy.code_seconds
    )
    if not request.user.is_authenticated and good:
        claims.remember(request, what, now)
        return redirect_to_login(request.get_full_path())
    if meeting is None or not request.user.is_authenticated:
        return _answer(request, rules.Answer(rules.Outcome.EXPIRED))
    if request.method == "POST":
        answer = check_in(
            person=request.user, session=meeting, code=code, device=device_of(request), now=now, method=MarkMethod.QR,
            seen_at=claims.vouched(request, what, now), policy=policy,
        )
        claims.spend(request)
        return _done(meeting, code) if answer.ok else _answer(request, answer, meeting)
    seen_at = now if good else claims.remembered(request, what, now)
    enrolment = seat_at(meeting, request.user)
    answer = judged(
        meeting, enrolment, last_mark(meeting, enrolment), good=seen_at is not None, instant=seen_at or now, policy=policy
    )
    if answer.outcome is rules.Outcome.ALREADY and "done" in request.GET and answer.status in ATTENDED:
        answer = replace(answer, outcome=rules.Outcome.OK)  # what the button has just done, safe to reload
        return _answer(request, answer, meeting)
    if not answer.ok:
        return _answer(request, answer, meeting)
    return with_device(request, render(request, "cohorts/check_in/confirm.html", {
        "session": meeting, "claim": claims.signed(request.user, what, seen_at),
    }))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def scan_call(request, call, code):
    """The same for a second call: its code is its own."""
    now, what = timezone.now(), f"call:{call}"
    asked = open_calls().filter(pk=call).first()
    policy = policy_of(asked.session) if asked else None
    good = asked is not None and rules.accepts(
        code, secret=asked.secret, session_id=asked.pk, now=now, step=policy.code_seconds
    )
    if not request.user.is_authenticated and good:
        claims.remember(request, what, now)
        return redirect_to_login(request.get_full_path())
    if asked is None or not request.user.is_authenticated:
        return _answer(request, Answered.EXPIRED)
    if request.method == "POST":
        answer = roll_calls.answer_call(
            person=request.user, call=asked, code=code, now=now, method=MarkMethod.QR,
            seen_at=claims.vouched(request, what, now),
        )
        claims.spend(request)
        return _answer(request, answer, asked.session)
    seen_at = now if good else claims.remembered(request, what, now)
    enrolment = seat_at(asked.session, request.user)
    answer = roll_calls.judged(asked, enrolment, good=seen_at is not None, instant=seen_at or now)
    if answer is not Answered.OK:
        return _answer(request, answer, asked.session)
    return with_device(request, render(request, "cohorts/check_in/confirm.html", {
        "session": asked.session, "call": asked, "claim": claims.signed(request.user, what, seen_at),
    }))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def type_code(request):
    """The six digits instead of a scan; they are tried on the person's classes whose check-in is open, and on their calls."""
    now = timezone.now()
    form = SpokenCodeForm(request.POST or None)
    sessions, calls = sessions_to_check_in(request.user, now), calls_to_answer(request.user)
    policy = policy_on(timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        if counted(f"guess:{request.user.pk}") >= WRONG_GUESSES:
            return _answer(request, None)
        done = _try_digits(request, form.cleaned_data["code"], sessions, calls, policy, now)
        if done is not None:
            return done
        count(f"guess:{request.user.pk}", GUESSING_SECONDS)
        form.add_error("code", _("These digits fit none of your classes now. They change often: please look again."))
    return with_device(request, render(request, "cohorts/check_in/code.html", {
        "form": form, "sessions": sessions, "calls": calls, "policy": policy,
    }))


def _try_digits(request, code, sessions, calls, policy, now):
    """Return the page that tells what the digits did; None when they fit nothing."""
    for call in calls:
        if rules.accepts_spoken(code, secret=call.secret, session_id=call.pk, now=now, step=policy.code_seconds):
            answer = roll_calls.answer_call(person=request.user, call=call, code=code, now=now, method=MarkMethod.CODE)
            return _answer(request, answer, call.session)
    for session in sessions:
        if rules.accepts_spoken(code, secret=session.secret, session_id=session.pk, now=now, step=policy.code_seconds):
            answer = check_in(
                person=request.user, session=session, code=code, device=device_of(request), now=now, method=MarkMethod.CODE,
                policy=policy,
            )
            return _done(session, code) if answer.ok else _answer(request, answer, session)
    return None


def _done(session, code):
    return redirect(f"{reverse('cohorts:check-in', args=[session.pk, code])}?done=1")


def _answer(request, answer, session=None):
    """Render what someone is told: an ``Answer`` of check-in, an ``Answered`` of a call; None: too many wrong digits."""
    outcome = "guessed" if answer is None else answer.value if isinstance(answer, Answered) else answer.outcome.value
    context = {"answer": answer, "outcome": outcome, "session": session}
    if session is not None:
        context["window"] = window_of(session)
    return with_device(request, render(request, "cohorts/check_in/answer.html", context))
