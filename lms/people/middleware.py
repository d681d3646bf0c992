"""What stands between a sign-in and a page: that it still lasts, a password of one's own, a second factor."""

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from lms.people import actions, second_step
from lms.people.keeping_signed_in import kept_until
from lms.people.rules.sessions import over

SIGNED_OUT = "signed_out"  # in the session: why, for the sign-in page


class SessionLimitsMiddleware:
    """A sign-in ends after a time without a request, and after a time in any case; an exam that is under way holds it.

    Its times are in the session, so that a request asks the database for nothing more, and writes once a minute.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if SESSION_KEY in request.session and request.user.is_authenticated:
            self._judge(request, timezone.now())
        return self.get_response(request)

    def _judge(self, request, now):
        times = actions.times_of(request.session)
        if times is None:  # it began before the product kept sign-ins
            actions.begin_session(request=request, person=request.user)
            return
        began, seen = times
        why = over(began=began, seen=seen, now=now, limits=actions.limits_of(staff=True))
        if why and not request.user.scope.grants:  # only now it matters who they are
            why = over(began=began, seen=seen, now=now, limits=actions.limits_of(staff=False))
        if why and (until := kept_until(request.user, now)) is not None and now <= until:
            why = ""
        if why:
            actions.expire_session(request=request, why=why)
            request.user = AnonymousUser()
            request.session[SIGNED_OUT] = why
        elif now - seen >= actions.SEEN_EVERY:
            actions.see_session(request=request, now=now)


def _goes_on(request, *names):
    """Tell whether the request is for one of our addresses ``names``, or for what every page needs."""
    allowed = tuple(reverse(name) for name in (*names, "logout", "set_language", "set_theme", "set_text_size"))
    return request.path.startswith(("/static/", *allowed))


class PasswordFirstMiddleware:
    """Whoever signed in with a first code sets a password before anything else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and request.user.must_set_password and not _goes_on(request, "people:first-password"):
            return redirect("people:first-password")
        return self.get_response(request)


class SecondFactorFirstMiddleware:
    """Where the district requires a second factor of a role, whoever holds it sets one up before anything else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if (
            settings.SECOND_FACTOR == "required" and request.user.is_authenticated and not request.user.must_set_password
            and second_step.PROVED not in request.session and second_step.is_lacking(request.user)
            and not _goes_on(request, "people:second-factor")
        ):
            return redirect("people:second-factor")
        return self.get_response(request)
