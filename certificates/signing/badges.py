"""Badges: Open Badges 3.0 credentials signed as JWT (VC-JWT), and what a verifier fetches to check them."""

import hashlib
import json
from functools import lru_cache

from django.conf import settings
from django.urls import reverse
from joserfc import jws
from joserfc.jwk import RSAKey

from certificates.models import Certificate
from certificates.pdf.render import verification_url
from certificates.rules import badge

from . import keys

ALGORITHM = "RS256"  # the one that every verifier of Open Badges knows
REASONS = {"revoked": "revoked", "superseded": "superseded", "void": "issued in error"}


def signed(certificate):
    """Return the certificate's badge in compact form (text)."""
    key = _key(keys.installation_keys().badge_key)
    address = verification_url(certificate.code)
    payload = badge.credential(
        facts=certificate.facts, kind=certificate.kind, number=certificate.number, address=address,
        issued_at=certificate.issued_at,
        issuer=profile(), status=_address("certificates:badge-revocations"),
        salt=hashlib.sha256(certificate.code.encode()).hexdigest()[:16],
    )
    registered = {
        "iss": payload["issuer"]["id"], "jti": payload["id"], "sub": payload["id"],
        "nbf": int(certificate.issued_at.timestamp()),
    }
    header = {"alg": ALGORITHM, "typ": "JWT", "kid": _address("certificates:badge-key", key.thumbprint())}
    return jws.serialize_compact(header, json.dumps({**payload, **registered}, ensure_ascii=False), key)


def profile():
    """Return the public profile of this installation as an issuer."""
    return badge.profile(address=_address("certificates:badge-issuer"), name=settings.DISTRICT_NAME, site=settings.SITE_URL)


def public_key():
    """Return the public key as a JSON Web Key, named by its thumbprint."""
    key = _key(keys.installation_keys().badge_key)
    return {**key.as_dict(private=False), "kid": key.thumbprint(), "alg": ALGORITHM, "use": "sig"}


def revocations():
    """Return the list of badges that are no longer worth anything: no name, no number, and no reason but its sort. One query."""
    ended = Certificate.objects.exclude(revoked_at=None).order_by("pk").only("code", "revoked_at", "superseded_by", "voided")
    return {
        "id": _address("certificates:badge-revocations"),
        "issuer": _address("certificates:badge-issuer"),
        "revokedCredentials": [
            {"id": badge.credential_id(verification_url(row.code)), "revoked": True, "revocationReason": REASONS[row.state]}
            for row in ended
        ],
    }


def _address(name, *arguments):
    return settings.SITE_URL + reverse(name, args=arguments)


@lru_cache(maxsize=4)
def _key(file):
    return RSAKey.import_key(file.read_bytes())
