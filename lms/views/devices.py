"""Which device a mark comes from: a random number kept in a cookie, of which the database gets a keyed hash."""

import secrets

from django.utils.crypto import salted_hmac

COOKIE = "device"
SALT = "cohorts.check-in.device"
YEAR = 365 * 24 * 3600


def device_of(request):
    """Return the keyed hash of the device's own random number; empty before it was given one."""
    return _hashed(request.COOKIES.get(COOKIE, ""))


def device_to_be(request):
    """The same, but never empty: a device without a number gets one, which :func:`with_device` then tells it."""
    return _hashed(request.COOKIES.get(COOKIE) or _new(request))


def _new(request):
    """Return a number for a device that has none, the same as long as whoever uses it stays signed in.

    A browser that dies before it has written the cookie down is the same device afterwards.
    """
    session = request.session.session_key
    if not session:
        return secrets.token_urlsafe(16)
    return salted_hmac(f"{SALT}.session", session, algorithm="sha256").hexdigest()[:32]


def _hashed(number):
    return salted_hmac(SALT, number, algorithm="sha256").hexdigest()[:32] if number else ""


def with_device(request, response):
    """Give the device a random number of its own, unless it has one; it says nothing about its owner."""
    if COOKIE not in request.COOKIES:
        response.set_cookie(
            COOKIE, _new(request), max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure(),
        )
    return response
