"""Passwords that are guessed: an account rests, longer each time; a network that guesses over many accounts is slowed.

Everything is counted in the tables of ``axes``, so that it goes on without a cache: in ``AccessAttempt`` the failures that lock
an account, in ``AccessFailureLog`` the failures and locks of the last day.
"""

from datetime import timedelta

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt, AccessFailureLog
from django.conf import settings
from django.utils import timezone

from lms.networks import network_of
from lms.people.rules import guessing

WITHIN = timedelta(minutes=15)


def network(request):
    """Return the first address of the visitor's network, which is all that is kept of it here.

    None where it tells nothing: of a socket, and of a proxy on this machine that ``TRUSTED_PROXIES`` does not name.
    """
    found = network_of(request.META.get("REMOTE_ADDR", ""))
    return str(found.network_address) if found else None


def account_rests_until(name, now):
    """Return when the account counted under ``name`` may be tried again, or None if it may be now."""
    locks = AccessFailureLog.objects.filter(username=name, locked_out=True, attempt_time__gt=now - guessing.REMEMBERED)
    until = guessing.rests_until(
        locks.values_list("attempt_time", flat=True), pauses=[timedelta(minutes=each) for each in settings.SIGN_IN_PAUSES])
    return until if until and until > now else None


def network_slowed_until(address, now):
    """Return when a network on which too many sign-ins failed may try again, or None.

    Each failure that is forgotten is room for one more try.
    """
    if address is None:
        return None
    limit = settings.SIGN_IN_NETWORK_FAILURES
    failures = AccessFailureLog.objects.filter(ip_address=address, attempt_time__gt=now - WITHIN).order_by("-attempt_time")
    last_too_many = failures.values_list("attempt_time", flat=True)[limit - 1: limit]
    return next((at + WITHIN for at in last_too_many), None)


def forget_failures(name):
    """Begin anew with the account counted under ``name``: nobody guesses who knows the password, or got a new first code."""
    for counted in (AccessAttempt, AccessFailureLog):
        counted.objects.filter(username=name).delete()


class GuessHandler(AxesDatabaseHandler):
    def is_blacklisted(self, request, credentials=None):
        request.slowed_until = network_slowed_until(request.axes_ip_address, request.axes_attempt_time)
        return request.slowed_until is not None

    def is_locked(self, request, credentials=None):
        return account_rests_until(get_client_username(request, credentials), request.axes_attempt_time) is not None

    def user_login_failed(self, sender, credentials, request=None, **kwargs):
        refused = getattr(request, "axes_locked_out", True)  # before the password was looked at
        super().user_login_failed(sender, credentials, request, **kwargs)
        if not refused and request.axes_locked_out:
            self.reset_user_attempts(request, credentials)  # after the rest, the count begins anew

    def user_logged_in(self, sender, request, user, **kwargs):
        super().user_logged_in(sender, request, user, **kwargs)
        forget_failures(user.username)

    def clean_expired_user_attempts(self, request=None, credentials=None):
        AccessFailureLog.objects.filter(attempt_time__lte=timezone.now() - guessing.REMEMBERED).delete()
        return super().clean_expired_user_attempts(request, credentials)
