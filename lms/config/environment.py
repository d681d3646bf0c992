"""What the environment says, read with a sentence for whoever wrote it wrongly, and the folder of everything that is not code."""

import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

BASE_DIR = Path(__file__).resolve().parent.parent.parent
TESTING = "pytest" in sys.modules

env = Env()


def read(name, kind, default, meaning):
    """Return the variable ``name`` parsed as ``kind``; a wrong value stops the start with a sentence that names it."""
    try:
        return getattr(env, kind)(name, default)
    except (EnvError, ValueError) as error:
        raise wrong(name, error, meaning) from error


def wrong(name, error, meaning):
    error = str(error).removeprefix(f'Environment variable "{name}" invalid: ').rstrip(".")
    error = error[:1].lower() + error[1:]
    return ImproperlyConfigured(
        f"The environment variable {name} has a value that cannot be used: {error}. It should be {meaning}."
    )


# Where everything that is not code lives: database, media, private files, the broker's folder.
# Tests have a folder of their own inside it.
_var = BASE_DIR / "var" / "test" if TESTING else BASE_DIR / "var"
DATA_DIR = Path(read("DATA_DIR", "str", str(_var), "a folder that can be written to")).resolve()
try:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    raise wrong("DATA_DIR", error.strerror, "a folder that can be written to") from error
if not os.access(DATA_DIR, os.W_OK | os.X_OK):
    raise wrong("DATA_DIR", "permission denied", "a folder that can be written to")


def secret_key():
    """Return ``SECRET_KEY``, or one made at the first start and kept in the data folder."""
    key = read("SECRET_KEY", "str", "", "a long random text")
    if key:
        return key
    file = DATA_DIR / "secret_key"
    if not file.exists():
        # Several processes may start at once: the first whole key becomes everyone's.
        mine = file.with_name(f"secret_key.{os.getpid()}")
        with open(os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
            handle.write(secrets.token_urlsafe(50))
        with suppress(FileExistsError):
            os.link(mine, file)
        mine.unlink()
    return file.read_text().strip()
