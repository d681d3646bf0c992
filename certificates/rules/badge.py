"""A certificate as an Open Badges 3.0 credential (1EdTech, ``ob_v3p0``), from its frozen facts alone.

The schema asks of an AchievementCredential ``@context``, ``id``, ``type``, ``issuer``, ``validFrom`` and ``credentialSubject``
with an achievement that has ``id``, ``type``, ``name``, ``description`` and ``criteria``; of an identity its type, hash and
whether it is hashed. The name stands in it as a salted hash: whoever knows the name can check it, nobody reads it.
"""

import hashlib
import uuid

from .kinds import ATTENDANCE, COMPLETION, EXCELLENT, SERIES, TEACHING
from .wording import deed, hours

CONTEXT = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"

# The standard's own words for what was achieved.
ACHIEVEMENT_TYPES = {
    COMPLETION: "CertificateOfCompletion", SERIES: "CertificateOfCompletion", EXCELLENT: "Award", TEACHING: "Certificate",
    ATTENDANCE: "Certificate",
}


def credential_id(address):
    """Return the badge's own name, which tells nothing of the address (with its secret code) that it is made from."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, address)}"


def identity_hash(name, salt):
    return "sha256$" + hashlib.sha256(f"{name}{salt}".encode()).hexdigest()


def profile(*, address, name, site):
    """Return the issuer's public profile."""
    return {"id": address, "type": ["Profile"], "name": name, "url": site}


def credential(*, facts, kind, number, address, issued_at, issuer, status, salt):
    """Return the credential, unsigned.

    ``kind`` is one of ``rules.kinds``, ``address`` where the certificate is checked, ``issued_at`` an aware datetime,
    ``issuer`` a :func:`profile`, ``status`` the address of the revocation list.
    """
    ident = credential_id(address)
    learned = f"共计{hours(facts['minutes'])}学时。" if facts.get("minutes") else ""
    return {
        "@context": CONTEXT,
        "id": ident,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": facts["programme"],
        "issuer": issuer,
        "validFrom": issued_at.isoformat(timespec="seconds"),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{
                "type": "IdentityObject", "hashed": True, "identityHash": identity_hash(facts["name"], salt),
                "identityType": "name", "salt": salt,
            }],
            "activityStartDate": f"{facts['starts_on']}T00:00:00+08:00",
            "activityEndDate": f"{facts['ends_on']}T00:00:00+08:00",
            "licenseNumber": number,
            "achievement": {
                "id": f"{ident}#achievement",
                "type": ["Achievement"],
                "achievementType": ACHIEVEMENT_TYPES[kind],
                "name": facts["programme"],
                "description": f"{facts['programme']}。{learned}",
                "criteria": {"narrative": deed(facts, kind)},
                "creator": {**issuer, "name": facts["issuer"]},
            },
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialStatus": {"id": status, "type": "1EdTechRevocationList"},
    }
