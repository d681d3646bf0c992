"""The printed code that hangs at an open site. It stays the same until the site's secret is made anew."""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256


def site_code(secret, venue_id):
    """Return the code of a site: 20 characters, 120 bits, safe in an address."""
    digest = hmac.new(secret.encode(), f"site/{venue_id}".encode(), sha256).digest()
    return urlsafe_b64encode(digest[:15]).decode()


def accepts_site(code, *, secret, venue_id):
    """Tell whether ``code`` is the site's code; takes the same time either way."""
    return hmac.compare_digest(site_code(secret, venue_id).encode(), code.encode("utf-8", "surrogatepass"))
