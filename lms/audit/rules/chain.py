"""How lines of the trail hang together: pure functions of what a line says.

A line has a ``content`` hash over all that it says, and its seal a ``digest`` over the digest before it, its position and
its content. So a digest stands for every line up to it.
"""

import hashlib
import hmac
import json
from ipaddress import ip_address

START = "0" * 64  # what stands before the first line


def wording(*, key, at, actor, verb, target_type, target_id, organisation_path, detail, address):
    """Return what a line says as one text, the same before it is written and after it is read from either database.

    ``key`` is the line's own random key, ``at`` an aware datetime, ``actor`` a person's id or None.
    """
    said = [
        key, int(at.timestamp()) * 1_000_000 + at.microsecond, actor, verb, target_type, target_id, organisation_path, detail,
        ip_address(address).compressed if address else "",
    ]
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content(text):
    """Return the hash of what a line says."""
    return hashlib.sha256(text.encode()).hexdigest()


def mark(text, secret):
    """Return the mark by which a line shows that the product wrote it: without ``secret`` (bytes) nobody makes one."""
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()


def is_marked(text, given, secrets):
    """Tell whether ``given`` is the mark of ``text`` under one of ``secrets``."""
    return any(hmac.compare_digest(mark(text, secret), given) for secret in secrets)


def digest(before, position, entry, content_hash, genuine):
    """Return the digest of a seal; ``before`` is that of the seal before it, ``entry`` the line's id."""
    return hashlib.sha256(f"{before} {position} {entry} {content_hash} {int(genuine)}".encode()).hexdigest()
