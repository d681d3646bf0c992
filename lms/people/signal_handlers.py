"""Sign-ins are recorded; nothing else happens here."""

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from lms.audit.trail import record
from lms.people.backends import find_person


@receiver(user_logged_in)
def signed_in(sender, user, **kwargs):
    record(actor=user, verb="account.sign_in", target=user)


@receiver(user_logged_out)
def signed_out(sender, user, **kwargs):
    if user is not None:
        record(actor=user, verb="account.sign_out", target=user)


@receiver(user_login_failed)
def refused(sender, credentials, **kwargs):
    """What was typed is not kept: people type passwords where names belong."""
    record(actor=None, verb="account.sign_in_refused", target=find_person(credentials.get("username", "")))
