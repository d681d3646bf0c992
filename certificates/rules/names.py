"""Names in public: the surname stands, the rest is covered."""

import unicodedata

# Two characters each.
_PAIRS = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良"
    "漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里呼延东郭南门羊舌微生梁丘左丘东门西门南荣第五贺兰纳兰完颜"
)
COMPOUND_SURNAMES = frozenset(_PAIRS[place:place + 2] for place in range(0, len(_PAIRS), 2))


def normalise_name(text):
    """Return a name as it is compared: widths made equal, spaces left out."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def mask_name(name):
    """Return ``张*`` for 张三, ``欧阳**`` for 欧阳修文; a name of one letter is covered whole."""
    name = "".join(name.split())
    if not name:
        return ""
    shown = 2 if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else 1
    if not "\u3400" <= name[0] <= "\u9fff" and ord(name[0]) < 0x20000:
        return f"{name[0]}***"
    return name[:shown] + "*" * max(1, len(name) - shown) if len(name) > 1 else "*"
