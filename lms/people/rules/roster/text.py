"""Text as rosters write it: full width, with spaces inside names and quotation marks around categories."""

import re
import unicodedata

_SPACE = re.compile(r"\s+")
_CHINESE = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]")
_QUOTES = str.maketrans("", "", "\"'“”‘’「」『』《》")
_BRACKETS = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")


def plain(value):
    """Return a cell's text in half width, with single spaces and none at its ends; whole numbers without ".0"."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = value if type(value) is str else str(value)
    if text.isalnum() and unicodedata.is_normalized("NFKC", text):
        return text  # most cells: nothing to mend
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text).replace("\u200b", "").replace("\ufeff", "")).strip()


def tight(value):
    """Return the text without any space."""
    text = plain(value)
    return text.replace(" ", "") if " " in text else text


def person_name(value):
    """Return a name: Chinese ones without spaces, others with single spaces; the dot of minority names as ``·``."""
    text = plain(value)
    if _CHINESE.search(text):
        text = text.replace(" ", "")
    return text.replace("•", "·").replace("・", "·").replace("‧", "·")


def organisation_key(value):
    """Return what two spellings of one organisation's name have in common."""
    return tight(value).translate(_QUOTES)


def heading_key(value):
    """Return what two spellings of one heading have in common: no spaces, brackets, stars or colons."""
    text = tight(value)
    return (_BRACKETS.sub("", text) or text).strip(":*#、.。/\\-_").translate(_QUOTES)
