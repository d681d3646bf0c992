"""The keys of personal data: a list to encrypt with, the newest first, and one that numbers are looked up by.

They lie in ``settings.KEYS_FOLDER``: ``sealing`` (a key a line) and ``lookup``, made at the first use; or come from the variables
``SEALING_KEYS`` and ``LOOKUP_KEY``. Several processes may make them at once: the first whole file becomes everyone's.
"""

import base64
import hashlib
import os
import secrets
from binascii import Error
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

BYTES = 32
SEALING, LOOKUP = "sealing", "lookup"
# Each says whether the database holds something that was encrypted: then keys that are missing are lost, and none are made.
HOLDS_SOMETHING = []


class KeysMissing(Exception):
    """The keys are not where they should be, and making others would hide that."""

    def __init__(self):
        super().__init__("The keys of personal data are missing. Put them back: manage.py restore, or the variables SEALING_KEYS "
                         "and LOOKUP_KEY. manage.py doctor says more.")


@dataclass(frozen=True)
class Keys:
    """``boxes`` maps the name of a key to its AES-GCM, the newest first; ``lookup`` is bytes, empty where there is none."""

    boxes: dict
    lookup: bytes

    @property
    def newest(self):
        return next(iter(self.boxes), None)


def new_key():
    return base64.urlsafe_b64encode(secrets.token_bytes(BYTES)).decode()


def read_key(text):
    """Return the bytes of a key as it is written; raises ``ValueError`` for anything else."""
    try:
        key = base64.urlsafe_b64decode(text.strip().encode())
    except (Error, ValueError) as error:
        raise ValueError("it is not written as base64") from error
    if len(key) != BYTES:
        raise ValueError(f"it has {len(key)} bytes and not {BYTES}")
    return key


def name_of(key):
    """Return what a sealed value says about its key: enough to find it, too little to guess it."""
    return hashlib.sha256(b"name of a sealing key" + key).hexdigest()[:8]


def file_of(name):
    return Path(settings.KEYS_FOLDER) / name


def supplied(name):
    """Return the keys that a variable gives, or None."""
    given = settings.SEALING_KEYS if name == SEALING else [settings.LOOKUP_KEY]
    return [text for text in given if text] or None


def written(name):
    """Return the keys called ``name`` as text, the newest first."""
    given = supplied(name)
    if given is not None:
        return given
    file = file_of(name)
    return file.read_text().split() if file.exists() else []


_kept = {}


def _state():
    """What shows that keys are others than before; asked once a look-up, so it is cheap."""
    marks = []
    for name in (SEALING, LOOKUP):
        given = supplied(name)
        if given is None:
            try:
                found = os.stat(file_of(name))
                given = (found.st_mtime_ns, found.st_ino, str(file_of(name)))
            except FileNotFoundError:
                given = ()
        marks.append(tuple(given))
    return tuple(marks)


def load():
    """Return the :class:`Keys` of this moment; read anew when a file changed, so that a new key needs no restart."""
    state = _state()
    if state not in _kept:
        sealing = [read_key(text) for text in written(SEALING)]
        lookup = [read_key(text) for text in written(LOOKUP)]
        _kept.clear()
        _kept[state] = Keys({name_of(key): AESGCM(key) for key in sealing}, lookup[0] if lookup else b"")
    return _kept[state]


def needed():
    """Return :class:`Keys` that can encrypt. Where there are none, and nothing was encrypted yet, they are made."""
    found = load()
    if found.boxes and found.lookup:
        return found
    if any(holds() for holds in HOLDS_SOMETHING):
        raise KeysMissing
    make()
    found = load()
    if not (found.boxes and found.lookup):
        raise KeysMissing
    return found


def make():
    """Write the files that are missing; those that are there stay."""
    for name in (SEALING, LOOKUP):
        if not written(name):
            _write_new(name, new_key() + "\n")


def add():
    """Put a new key before the others and return its name; supplied keys are changed where they come from."""
    if supplied(SEALING) is not None:
        raise ValueError("The keys come from SEALING_KEYS: put a new one before the others there, then run this again.")
    key = new_key()
    _replace(SEALING, [key, *written(SEALING)])
    return name_of(read_key(key))


def keep_only(names):
    """Take the keys that are called otherwise out of the file."""
    if supplied(SEALING) is None:
        _replace(SEALING, [text for text in written(SEALING) if name_of(read_key(text)) in names])


def _folder():
    folder = Path(settings.KEYS_FOLDER)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _part(name, text):
    part = _folder() / f"{name}.{os.getpid()}.{secrets.token_hex(4)}"
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    return part


def _write_new(name, text):
    mine = _part(name, text)
    with suppress(FileExistsError):
        os.link(mine, file_of(name))
    mine.unlink()


def _replace(name, texts):
    _part(name, "".join(f"{text}\n" for text in texts)).replace(file_of(name))
