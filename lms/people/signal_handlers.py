"""Sign-ins are recorded, with the device; nothing else happens here."""

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from lms.audit.trail import record
from lms.people import actions
from lms.people.backends import find_person
from lms.people.queries import home_of


@receiver(user_logged_in)
def signed_in(sender, user, request=None, **kwargs):
    if request is not None and hasattr(request, "session"):
        actions.begin_session(request=request, person=user)
    record(actor=user, verb="account.sign_in", target=user, organisation=home_of(user))


@receiver(user_logged_out)
def signed_out(sender, user, request=None, **kwargs):
    if user is not None:
        actions.forget_session(session_key=request.session.session_key)
        record(actor=user, verb="account.sign_out", target=user, organisation=home_of(user))


@receiver(user_login_failed)
def refused(sender, credentials, request=None, **kwargs):
    """What was typed is not kept: people type passwords where names belong.

    The failure that locks an account, and every try while it is locked, is a line of ``locked_out`` instead: importing
    axes' signals above puts its receiver, which decides that, before this one.
    """
    if getattr(request, "axes_locked_out", False):
        return
    person = find_person(credentials.get("username", ""))
    record(actor=None, verb="account.sign_in_refused", target=person, organisation=home_of(person))


@receiver(user_locked_out)
def locked_out(sender, request, username, **kwargs):
    """``username`` is the name under which failures are counted, which for an unknown account is a digest."""
    if getattr(request, "slowed_until", None):
        record(actor=None, verb="account.slowed")
        return
    person = find_person(username)
    record(actor=None, verb="account.locked_out", target=person, organisation=home_of(person))
