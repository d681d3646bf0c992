"""The number on a person's own card: twelve digits from a key, a person and how often the card was renewed.

Eleven digits cannot be guessed (a class of 300 leaves one hit in 300 million); the twelfth finds a slip of the finger before
anyone is asked.
"""

import hmac
import unicodedata
from hashlib import sha256

DIGITS = 12


def card_number(key, person_id, serial):
    """Return the number of the person's card: another one for every ``serial`` and every ``key``."""
    digest = hmac.new(key, f"card/{person_id}/{serial}".encode(), sha256).digest()
    digits = f"{int.from_bytes(digest[:8], 'big') % 10 ** (DIGITS - 1):0{DIGITS - 1}d}"
    return digits + check_digit(digits)


def check_digit(digits):
    """Return the digit after ``digits`` (Luhn): one wrong digit, or two neighbours exchanged, do not go unnoticed."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def read_number(text):
    """Return the twelve digits of what was scanned or typed, spaces and full-width digits allowed; None for anything else."""
    digits = "".join(part for part in unicodedata.normalize("NFKC", text) if not part.isspace() and part != "-")
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdecimal()):
        return None
    return digits if check_digit(digits[:-1]) == digits[-1] else None


def spaced(number):
    """Return the number in groups of four, as it stands on the card."""
    return " ".join(number[start:start + 4] for start in range(0, len(number), 4))
