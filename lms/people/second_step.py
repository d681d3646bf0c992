"""The second step of signing in: who has to take it, who is half signed in meanwhile, and which device was remembered."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from lms.people.backends import IdentifierBackend
from lms.people.models import SecondFactor

HALF, PROVED = "half_signed_in", "second_factor"  # in the session
COOKIE, SALT = "known_device", "lms.people.second_step"
PATIENCE = timedelta(minutes=10)


def factor_of(person):
    """Return the person's second factor that counts, or None: not while the district does without."""
    if settings.SECOND_FACTOR == "off":
        return None
    return SecondFactor.objects.filter(person=person).exclude(confirmed_at=None).first()


def may_have(person):
    """Tell whether a second factor is offered to the person: to staff, but for demo accounts, which are shared."""
    return settings.SECOND_FACTOR != "off" and bool(person.scope.grants) and not person.is_demo


def is_required(person):
    return (settings.SECOND_FACTOR == "required" and not person.is_demo
            and person.scope.holds(*settings.SECOND_FACTOR_ROLES))


def is_lacking(person):
    """Tell whether the person has to set up a second factor before anything else."""
    return is_required(person) and factor_of(person) is None


def hold(request, person, next_url):
    """Remember for a few minutes that ``person`` knew the password; nobody is signed in yet."""
    request.session.cycle_key()
    request.session[HALF] = {
        "person": person.pk, "hash": person.get_session_auth_hash(), "next": next_url,
        "until": (timezone.now() + PATIENCE).timestamp(),
    }


def held(request):
    """Return ``(person, next_url)`` of whoever is half signed in, or ``(None, "")`` when that is over."""
    half = request.session.get(HALF)
    if not half or half["until"] < timezone.now().timestamp():
        return None, ""
    person = IdentifierBackend().get_user(half["person"])
    if person is None or not constant_time_compare(half["hash"], person.get_session_auth_hash()):
        return None, ""
    return person, half["next"]


def _proof(person, factor):
    return salted_hmac(SALT, f"{person.pk} {factor.trust} {person.password}", algorithm="sha256").hexdigest()


def remember(response, person, factor):
    """Let this device skip the second step for some days, until the password or the second factor changes."""
    days = settings.SECOND_FACTOR_REMEMBER_DAYS
    value = signing.TimestampSigner(salt=SALT).sign(_proof(person, factor))
    response.set_cookie(COOKIE, value, max_age=days * 86400, httponly=True, samesite="Lax",
                        secure=settings.SESSION_COOKIE_SECURE, path="/login/")


def is_remembered(request, person, factor):
    days = settings.SECOND_FACTOR_REMEMBER_DAYS
    if not days or COOKIE not in request.COOKIES:
        return False
    try:
        proof = signing.TimestampSigner(salt=SALT).unsign(request.COOKIES[COOKIE], max_age=timedelta(days=days))
    except signing.BadSignature:
        return False
    return constant_time_compare(proof, _proof(person, factor))
