"""What personal data is encrypted with, and when it is shown."""

from lms.config.environment import DATA_DIR, read, wrong
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

REVEAL_PASSWORD_MINUTES = read("REVEAL_PASSWORD_MINUTES", "int", 10, "the minutes for which a password is not asked for again")
if not 0 <= REVEAL_PASSWORD_MINUTES <= 720:
    raise wrong("REVEAL_PASSWORD_MINUTES", "it is not between 0 and 720", "a number of minutes from 0 to 720")
