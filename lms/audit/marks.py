"""The mark that each line of the trail gets when the product writes it."""

import hashlib
import json

from django.conf import settings

from lms.audit.rules import chain


def wording_of(entry):
    """Return what ``entry`` says, as ``rules.chain`` words it."""
    return chain.wording(
        key=entry.key, at=entry.at, actor=entry.actor_id, verb=entry.verb, target_type=entry.target_type,
        target_id=entry.target_id, organisation_path=entry.organisation_path, detail=json.loads(json.dumps(entry.detail)),
        address=entry.address,
    )


def secrets():
    """Return the keys under which a mark counts, the one of today first."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [hashlib.sha256(b"audit mark " + key.encode()).digest() for key in keys]


def mark_of(entry):
    return chain.mark(wording_of(entry), secrets()[0])


def is_marked(entry):
    return chain.is_marked(wording_of(entry), entry.mark, secrets())
