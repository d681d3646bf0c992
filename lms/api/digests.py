"""The keyed hash under which a secret is known."""

from django.utils.crypto import salted_hmac

PREFIX = "rt_"  # so that programs that look for secrets in files know one when they see it
SALT = "lms.api.token"


def digest_of(secret):
    """Return the hash of ``secret`` under the installation's key, 64 hexadecimal digits."""
    return salted_hmac(SALT, secret, algorithm="sha256").hexdigest()
