"""Secrets of authenticator apps: made, kept encrypted, and turned into codes by the library ``cryptography``."""

import base64
import hashlib
import secrets

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.utils.crypto import salted_hmac

from lms.people.rules.second_factor import STEP

DIGITS, BYTES = 6, 20


def _box():
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = (hashlib.sha256(b"second factor " + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in made])


def new_secret():
    """Return a secret, encrypted as it is kept. Apps know SHA-1 only, which is sound in this use (RFC 6238)."""
    return _box().encrypt(secrets.token_bytes(BYTES)).decode()


def _totp(kept):
    return TOTP(_box().decrypt(kept.encode()), DIGITS, SHA1(), STEP)  # noqa: S303


def code_at(kept, step):
    """Return the code (bytes) of a time step for the secret ``kept``."""
    return _totp(kept).generate(step * STEP)


def in_words(kept):
    """Return the secret as apps take it by hand (base32)."""
    return base64.b32encode(_box().decrypt(kept.encode())).decode()


def address(kept, *, account, issuer):
    """Return the ``otpauth://`` address that a QR code hands to the app."""
    return _totp(kept).get_provisioning_uri(account, issuer)


def digest(code):
    """Return the keyed hash under which a recovery code is kept."""
    return salted_hmac("recovery code", code, algorithm="sha256").hexdigest()
