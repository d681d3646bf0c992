"""Encrypted texts (AES-256-GCM, a random nonce each), and keyed hashes under which a value is found without being opened."""

import base64
import hashlib
import hmac
import os
from binascii import Error

from cryptography.exceptions import InvalidTag

from . import keys

VERSION = "s1"
NONCE = 12


class Locked(Exception):
    """No key that is here opens the value."""


def seal(text, purpose):
    """Return ``text`` encrypted as ``s1.<name of the key>.<base64>``; it opens under the same ``purpose`` only."""
    found = keys.needed()
    nonce = os.urandom(NONCE)
    sealed = found.boxes[found.newest].encrypt(nonce, text.encode(), purpose.encode())
    return f"{VERSION}.{found.newest}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(sealed, purpose):
    """Return the text. Raises :class:`Locked` when its key is not here, or the value is not as it was written."""
    try:
        _version, name, text = sealed.split(".")
        data = base64.urlsafe_b64decode(text)
        return keys.load().boxes[name].decrypt(data[:NONCE], data[NONCE:], purpose.encode()).decode()
    except (ValueError, KeyError, Error, InvalidTag) as error:
        raise Locked(purpose) from error


def is_sealed(text):
    parts = text.split(".")
    return len(parts) == 3 and parts[0] == VERSION


def key_of(sealed):
    """Return the name of the key that a sealed text needs."""
    return sealed.split(".")[1]


def digest(text, purpose, length):
    """Return a keyed hash of ``length`` letters, the same for the same text. ``""`` without a key, which finds nothing."""
    key = keys.load().lookup
    if not key:
        return ""
    made = hmac.digest(key, f"{purpose}\0{text}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(made).decode()[:length]
