"""What personal data is encrypted with, when it is shown, and how long what holds it is kept."""

import tempfile
from datetime import timedelta

from lms.config.environment import DATA_DIR, TESTING, read, wrong
from lms.sealing.keys import read_key

KEYS_FOLDER = DATA_DIR / "keys"
_A_KEY = "32 random bytes in base64, as manage.py rotate_keys --print writes them"
SEALING_KEYS = read("SEALING_KEYS", "list", [], f"{_A_KEY}; several with commas between them, the newest first")
LOOKUP_KEY = read("LOOKUP_KEY", "str", "", _A_KEY)
for _name, _keys in (("SEALING_KEYS", SEALING_KEYS), ("LOOKUP_KEY", [LOOKUP_KEY] if LOOKUP_KEY else [])):
    for _each in _keys:
        try:
            read_key(_each)
        except ValueError as _error:
            raise wrong(_name, _error, _A_KEY) from None  # the value itself is not told



def _within(name, value, least, most):
    if not least <= value <= most:
        raise wrong(name, f"it is not between {least} and {most}", f"a number from {least} to {most}")
    return value


REVEAL_PASSWORD_MINUTES = _within("REVEAL_PASSWORD_MINUTES", read(
    "REVEAL_PASSWORD_MINUTES", "int", 10, "the minutes for which a password is not asked for again"), 0, 720)
TEMPORARY_MINUTES = _within("TEMPORARY_MINUTES", read(
    "TEMPORARY_MINUTES", "int", 45, "the minutes after which a temporary file counts as left behind"), 10, 1440)
IMPORT_DAYS = _within("IMPORT_DAYS", read(
    "IMPORT_DAYS", "int", 30, "the days that uploads are kept after their import"), 1, 3650)
ABANDONED_DAYS = _within("ABANDONED_DAYS", read(
    "ABANDONED_DAYS", "int", 7, "the days that uploads are kept which nobody imports"), 1, 365)
NOTICE_DAYS = _within("NOTICE_DAYS", read("NOTICE_DAYS", "int", 180, "the days that notices are kept"), 30, 3650)
FAILED_SIGN_IN_DAYS = _within("FAILED_SIGN_IN_DAYS", read(
    "FAILED_SIGN_IN_DAYS", "int", 30, "the days that counters of failed sign-ins are kept"), 1, 365)


def days(name):
    """Return the time that the setting ``name`` says in days, as it is now."""
    from django.conf import settings  # noqa: PLC0415 -- cycle: the settings are made of this module

    return timedelta(days=getattr(settings, name))


def minutes(name):
    from django.conf import settings  # noqa: PLC0415 -- cycle: the settings are made of this module

    return timedelta(minutes=getattr(settings, name))


# Temporary files lie in a folder of ours, so that what a killed process leaves is found and removed, whichever machine it ran on.
TEMPORARY_ROOT = DATA_DIR / "tmp"
if not TESTING:
    TEMPORARY_ROOT.mkdir(exist_ok=True, mode=0o700)
    tempfile.tempdir = str(TEMPORARY_ROOT)
