"""Pinyin of names: what sorts them, and the initials by which they are found."""

from pypinyin import Style, lazy_pinyin

# Readings as a surname where the dictionary gives the everyday one.
SURNAMES = {"单": "shan", "仇": "qiu", "解": "xie", "曾": "zeng", "查": "zha", "盖": "ge", "区": "ou", "朴": "piao",
            "翟": "zhai", "乐": "yue", "员": "yun", "尉": "yu", "缪": "miao", "宓": "fu", "任": "ren", "华": "hua"}


def syllables(text, *, surname=False):
    read = lazy_pinyin(text, style=Style.NORMAL, errors=lambda rest: list(rest))
    if surname and text[:1] in SURNAMES and read:
        read[0] = SURNAMES[text[0]]
    return [part.lower() for part in read if part.strip()]


def name_fields(name):
    """Return the derived columns of a person's name: ``{"name_key": "zeng wei", "initials": "zw"}``."""
    read = syllables(name, surname=True)
    return {"name_key": " ".join(read)[:200], "initials": "".join(part[0] for part in read)[:30]}


def title_fields(title):
    """Return the derived columns of an organisation's name."""
    read = syllables(title)
    return {"name_key": " ".join(read)[:300], "initials": "".join(part[0] for part in read)[:120]}
