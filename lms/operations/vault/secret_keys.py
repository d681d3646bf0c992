"""The keys of an installation: which there are, and a copy of them that only a passphrase opens."""

import base64
import hashlib
import json
import os
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings

from lms.sealing import keys

from .errors import VaultError

COST = {"length": 32, "n": 2 ** 15, "r": 8, "p": 1}
SHORTEST = 12


def files():
    """Return ``{name in the copy: path}`` of every key that is a file."""
    found = {"secret_key": Path(settings.DATA_DIR) / "secret_key"} if (Path(settings.DATA_DIR) / "secret_key").exists() else {}
    folder = Path(settings.KEYS_FOLDER)
    found |= {f"keys/{name}": folder / name for name in (keys.SEALING, keys.LOOKUP) if (folder / name).exists()}
    folder = Path(settings.SIGNING_FOLDER)
    found |= {f"signing/{path.relative_to(folder)}": path for path in sorted(folder.rglob("*")) if path.is_file()}
    for name in ("SIGNING_KEY", "SIGNING_CERTIFICATE"):
        if getattr(settings, name):
            found[f"supplied/{name}.pem"] = Path(getattr(settings, name))
    return found


def _variables():
    """Return ``{name: text}`` of keys that are variables."""
    found = {"SECRET_KEY": settings.SECRET_KEY, "SEALING_KEYS": ",".join(settings.SEALING_KEYS),
             "LOOKUP_KEY": settings.LOOKUP_KEY}
    return {name: text for name, text in found.items() if text}


def listed():
    """Return ``[{"name", "fingerprint"}]``: enough to tell which key it is, too little to use it."""
    return [*({"name": name, "fingerprint": _slow(text)} for name, text in _variables().items()), *(
        {"name": name, "fingerprint": _fingerprint(path)} for name, path in files().items() if name != "secret_key"
    )]


def _slow(text):
    """A slow hash: a short key could be guessed from a fast one."""
    return hashlib.pbkdf2_hmac("sha256", text.encode(), b"fingerprint of a secret key", 200_000).hex()[:16]


def _fingerprint(path):
    content = path.read_bytes()
    try:
        if path.suffix == ".key" or b"PRIVATE KEY" in content:
            public = serialization.load_pem_private_key(content, None).public_key()
            return hashlib.sha256(public.public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)).hexdigest()
        return x509.load_pem_x509_certificates(content)[0].fingerprint(hashes.SHA256()).hex()
    except (ValueError, TypeError, IndexError):
        return hashlib.sha256(content).hexdigest()


def seal(passphrase):
    """Return the bytes of a file that holds every key, opened by ``passphrase`` only (scrypt, AES-256-GCM)."""
    if len(passphrase) < SHORTEST:
        raise VaultError(f"The passphrase should have {SHORTEST} characters at least: it alone guards the keys.")
    content = {name: base64.b64encode(path.read_bytes()).decode() for name, path in files().items()}
    content |= {name: base64.b64encode(text.encode()).decode() for name, text in _variables().items()}
    salt, nonce = os.urandom(16), os.urandom(12)
    key = Scrypt(salt=salt, **COST).derive(passphrase.encode())
    sealed = AESGCM(key).encrypt(nonce, json.dumps(content).encode(), b"keys 1")
    return json.dumps({"format": "keys 1", **{
        name: base64.b64encode(value).decode() for name, value in (("salt", salt), ("nonce", nonce), ("sealed", sealed))
    }}).encode()


def unseal(data, passphrase):
    """Return ``{name: bytes}``."""
    try:
        parts = json.loads(data)
        salt, nonce, sealed = (base64.b64decode(parts[name]) for name in ("salt", "nonce", "sealed"))
        key = Scrypt(salt=salt, **COST).derive(passphrase.encode())
        content = json.loads(AESGCM(key).decrypt(nonce, sealed, b"keys 1"))
    except InvalidTag as error:
        raise VaultError("The passphrase does not open this file of keys, or the file was changed.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise VaultError("This is no file of keys, or only part of it arrived.") from error
    return {name: base64.b64decode(value) for name, value in content.items()}


def put_back(content, aside):
    """Write the keys where they belong; another key that stood there is kept under its name and ``aside``.

    Returns the names of what was written. Supplied keys lie wherever their variables say, and are not written.
    """
    written = []
    content = {"secret_key": content.get("SECRET_KEY", b""), **content}
    for name, value in content.items():
        target = Path(settings.DATA_DIR) / "secret_key" if name == "secret_key" and value else None
        if name.startswith("signing/") and ".." not in Path(name).parts:
            target = Path(settings.SIGNING_FOLDER) / name.removeprefix("signing/")
        if name in (f"keys/{keys.SEALING}", f"keys/{keys.LOOKUP}"):
            target = keys.file_of(name.removeprefix("keys/"))
        if target is None or (target.exists() and target.read_bytes().strip() == value.strip()):
            continue
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if target.exists():
            target.rename(target.with_name(f"{target.name}.{aside}"))
        with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
            handle.write(value)
        written.append(name)
    return written
