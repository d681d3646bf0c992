"""First sign-in codes: short enough to copy from a slip of paper, long enough not to be guessed within five tries."""

import unicodedata

# Without 0 O 1 I L: nobody has to ask which one is meant. 31 characters, eight of them: 40 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8
VALID_DAYS = 14


def make_code(choice):
    """Return a code; ``choice`` picks one character of a text (``secrets.choice``)."""
    return "".join(choice(ALPHABET) for _ in range(LENGTH))


def shown(code):
    """Return the code as it is printed, in two groups: ``ABCD 2345``."""
    return f"{code[:4]} {code[4:]}"


def typed(text):
    """Return what someone copied from a slip, in the form it was made: spaces, case and full width do not matter."""
    return "".join(unicodedata.normalize("NFKC", text or "").split()).replace("-", "").upper()
