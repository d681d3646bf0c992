"""Telephone numbers as people write them."""

import re
import unicodedata

# Mobile numbers of mainland China: eleven digits, the first 1, the second 3 to 9.
MOBILE = re.compile(r"1[3-9]\d{9}")


def plain_number(text):
    """Return the digits of a number written with spaces, hyphens, a country code or in full width."""
    plain = re.sub(r"[\s\-()]", "", unicodedata.normalize("NFKC", text or ""))
    return re.sub(r"^(\+86|0086)", "", plain)


def is_mobile(number):
    return MOBILE.fullmatch(number) is not None
