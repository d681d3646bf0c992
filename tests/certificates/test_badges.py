"""Open Badges: signed, checkable with what is public, and revoked when the certificate is.

The published schema of 1EdTech may not be copied here (its licence), so what it requires is written out below.
"""

import json
import re
from datetime import datetime

import pytest
from django.core.cache import cache
from django.urls import reverse
from joserfc import jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import RSAKey

from certificates.actions import issuing
from certificates.rules import badge
from certificates.signing import badges

from .test_certificates import make

URI = re.compile(r"(https?://|urn:uuid:)\S+")


@pytest.fixture(autouse=True)
def no_counters():
    cache.clear()


def fetched(client, world, certificate):
    client.force_login(world.people["learner"])
    response = client.get(reverse("certificates:badge", args=[certificate.pk]))
    assert response.headers["Content-Type"] == "application/vc+jwt"
    return response.content.decode()


def opened(client, token):
    """Check a badge as a verifier does: fetch the key it names, and check with that."""
    header = jws.extract_compact(token.encode()).headers()
    path = header["kid"].split("8000", 1)[-1] if ":8000" in header["kid"] else "/" + header["kid"].split("/", 3)[3]
    key = client.get(path).json()
    return header, json.loads(jws.deserialize_compact(token, RSAKey.import_key(key)).payload)


def test_a_badge_is_checked_with_the_public_key(client, world):
    certificate = make(world)
    token = fetched(client, world, certificate)
    header, payload = opened(client, token)
    assert (header["alg"], header["typ"]) == ("RS256", "JWT")
    assert (payload["iss"], payload["jti"], payload["nbf"]) == (
        payload["issuer"]["id"], payload["id"], int(certificate.issued_at.timestamp()))
    assert client.get(reverse("certificates:badge-keys")).json()["keys"][0]["kid"] == header["kid"].rstrip("/").rpartition("/")[2]
    head, body, signature = token.split(".")
    with pytest.raises(BadSignatureError):
        opened(client, f"{head}.{body[:-4]}AAAA.{signature}")


def test_it_has_what_the_schema_requires(world):
    certificate = make(world)
    payload = json.loads(jws.extract_compact(badges.signed(certificate).encode()).payload)
    assert payload["@context"][:2] == badge.CONTEXT
    assert set(payload) >= {"@context", "id", "type", "issuer", "validFrom", "credentialSubject", "name"}
    assert set(payload["type"]) == {"VerifiableCredential", "OpenBadgeCredential"}
    assert URI.fullmatch(payload["id"])
    assert datetime.fromisoformat(payload["validFrom"]).utcoffset() is not None
    issuer = payload["issuer"]
    assert (URI.fullmatch(issuer["id"]) is not None, issuer["type"], issuer["url"]) == (True, ["Profile"], issuer["url"])
    subject = payload["credentialSubject"]
    known = {"id", "type", "activityEndDate", "activityStartDate", "creditsEarned", "achievement", "identifier", "image",
             "licenseNumber", "narrative", "result", "role", "source", "term"}
    assert set(subject) <= known  # the schema allows no others
    assert subject["type"] == ["AchievementSubject"]
    assert [datetime.fromisoformat(subject[name]).date().isoformat() for name in ("activityStartDate", "activityEndDate")] == [
        certificate.facts["starts_on"], certificate.facts["ends_on"]]
    identity = subject["identifier"][0]
    assert set(identity) == {"type", "hashed", "identityHash", "identityType", "salt"}
    assert identity["identityHash"] == badge.identity_hash("张学员", identity["salt"])
    achievement = subject["achievement"]
    assert set(achievement) >= {"id", "type", "criteria", "description", "name"}
    assert (achievement["type"], achievement["criteria"]["narrative"][-5:]) == (["Achievement"], "准予结业。")
    assert payload["credentialSchema"] == [{"id": badge.SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}]
    assert payload["credentialStatus"]["type"] == "1EdTechRevocationList"


def test_neither_badge_nor_list_tells_name_or_code(client, world):
    certificate = make(world)
    body = jws.extract_compact(badges.signed(certificate).encode()).payload.decode()
    issuing.revoke(actor=world.people["district"], certificate=certificate, reason="内部理由")
    listed = client.get(reverse("certificates:badge-revocations")).content.decode()
    for secret in ("张学员", certificate.code, certificate.code[:12], "内部理由"):
        assert (secret in body, secret in listed) == (False, False)


def test_a_revoked_certificate_is_on_the_list_at_once(client, world, django_assert_num_queries):
    certificate = make(world)
    other = make(world, "reserve")
    _header, payload = opened(client, fetched(client, world, certificate))
    address = reverse("certificates:badge-revocations")
    assert payload["credentialStatus"]["id"].endswith(address)
    assert client.get(address).json()["revokedCredentials"] == []
    issuing.revoke(actor=world.people["district"], certificate=certificate, reason="错发")
    found = client.get(address).json()
    assert (found["id"], found["issuer"]) == (payload["credentialStatus"]["id"], payload["issuer"]["id"])
    assert found["revokedCredentials"] == [{"id": payload["id"], "revoked": True, "revocationReason": "revoked"}]
    issuing.revoke(actor=world.people["district"], certificate=other, reason="错发")
    with django_assert_num_queries(1):
        badges.revocations()


def test_the_issuer_is_public(client, db):
    found = client.get(reverse("certificates:badge-issuer")).json()
    assert (found["type"], found["id"].endswith("/badges/issuer/")) == (["Profile"], True)
    assert client.get("/badges/keys/made-up/").status_code == 404
