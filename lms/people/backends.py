"""Sign-in by user name, telephone or staff number."""

import re
import unicodedata

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db.models import Q
from django.utils.crypto import salted_hmac

from lms.people.models import Person
from lms.people.rules import first_codes

COUNTRY = re.compile(r"^(\+|00)86(?=1\d{10}$)")


def normalise(identifier):
    """What people type, and what phones fill in for them: ``１３８ 0013 8000`` and ``+86 138-0013-8000`` are ``13800138000``."""
    plain = "".join(unicodedata.normalize("NFKC", identifier or "").split()).replace("-", "")[:60]
    return COUNTRY.sub("", plain)


def find_person(identifier):
    """Return the person whose user name, telephone or staff number ``identifier`` is, or None."""
    typed = unicodedata.normalize("NFKC", identifier or "").strip()[:60]
    plain = normalise(identifier)
    if not plain:
        return None
    found = list(Person.objects.filter(Q(username=typed) | Q(phone=plain) | Q(staff_no__iexact=plain))[:2])
    return found[0] if len(found) == 1 else next((p for p in found if p.username == typed), None)


def lockout_name(request, credentials):
    """Return the name under which failures are counted: one an account, however its owner was named.

    For a name that belongs to nobody it is a digest: people type passwords where names belong, and none of that is kept.
    """
    typed = (credentials or {}).get("username") or (request.POST.get("username", "") if request else "")
    person = find_person(typed)
    return person.username if person else f"?{salted_hmac('lockout', normalise(typed).lower()).hexdigest()}"


class IdentifierBackend(ModelBackend):
    def authenticate(self, request, username=None, password=None, **kwargs):
        if username is None or password is None:
            return None
        person = find_person(username)
        if person is None:
            Person().set_password(password)  # the same time for an unknown account
            return None
        # One comparison whatever the account: how long the answer takes says nothing about it.
        right = person.check_password(first_codes.typed(password) if person.must_set_password else password)
        if not right or not self.user_can_authenticate(person):
            return None
        if person.code_expired:
            if request is not None:
                request.first_code_expired = True  # the sign-in form says so to whoever holds the right code
            return None
        return person

    def user_can_authenticate(self, user):
        """Demo accounts, whose password everyone knows, exist in demo mode only."""
        return super().user_can_authenticate(user) and (settings.DEMO_MODE or not user.is_demo)

    def get_user(self, user_id):
        person = super().get_user(user_id)
        return person if person and self.user_can_authenticate(person) else None
