"""The layout of a certificate as one value: a sheet of A4, pictures, a seal, placed texts and a code.

Lengths are millimetres from the upper left corner, sizes of type are points. ``Layout.from_row`` reads what
``to_row`` wrote; ``problems`` says what of it could not be drawn. Nothing here knows fonts or files.
"""

import re
from dataclasses import asdict, dataclass, field, fields

from .wording import ARABIC, DATE_STYLES, FIELDS, fields_in

LANDSCAPE, PORTRAIT = "landscape", "portrait"
SHEETS = {LANDSCAPE: (297, 210), PORTRAIT: (210, 297)}
# Packaged drawings. A frame is never changed once it was released: a better one gets another name.
FRAMES = ("plain", "meander", "guilloche", "ribbon")
BACKGROUND, BORDER, LOGO, SEAL, SIGNATURE = "background", "border", "logo", "seal", "signature"
ROLES = (BACKGROUND, BORDER, LOGO, SEAL, SIGNATURE)
# They lie over the text, as ink does, and may be placed by whoever has the right to.
INK = frozenset({SEAL, SIGNATURE})
ALIGNMENTS = ("left", "center", "right", "justify")
FACES = ("serif", "sans")
NAMES = ("plain", "underlined", "bold")
MOST_TEXTS, MOST_PICTURES = 24, 10
LONGEST = 600
COLOUR = re.compile(r"#[0-9a-f]{6}")
DIGEST = re.compile(r"[0-9a-f]{64}")
# What a number may be: (least, most).
RANGES = {
    "x": (-50, 297), "y": (-50, 297), "width": (2, 350), "height": (2, 350), "size": (5, 120), "lines": (1, 12),
    "spacing": (-0.2, 3), "leading": (0.8, 4), "indent": (0, 6), "opacity": (0.05, 1), "side": (12, 120),
}


@dataclass(frozen=True)
class Text:
    """One placed text; what does not fit into ``lines`` lines of ``width`` is set smaller until it does."""

    text: str
    x: float = 0
    y: float = 0
    width: float = 100
    size: float = 14
    lines: int = 1
    align: str = "left"
    colour: str = "#26211d"
    face: str = "serif"
    bold: bool = False
    spacing: float = 0
    leading: float = 1.4
    indent: float = 0
    dates: str = ARABIC
    name: str = "plain"


@dataclass(frozen=True)
class Picture:
    """A picture by the SHA-256 of its file; ``role`` is one of ``ROLES``."""

    image: str
    role: str = BACKGROUND
    x: float = 0
    y: float = 0
    width: float = 40
    height: float = 40
    opacity: float = 1


@dataclass(frozen=True)
class Square:
    """Where the drawn seal or the code stands."""

    x: float = 0
    y: float = 0
    side: float = 30


@dataclass(frozen=True)
class Layout:
    """The whole sheet; ``address`` is the form of address that ``{address}`` writes, ``seal`` the round one drawn from
    the issuer's name."""

    orientation: str = LANDSCAPE
    paper: str = "#ffffff"
    frame: str = ""
    address: str = "同志"
    pictures: tuple[Picture, ...] = ()
    seal: Square | None = None
    texts: tuple[Text, ...] = field(default_factory=tuple)
    qr: Square | None = None

    @property
    def sheet(self):
        """Width and height in millimetres."""
        return SHEETS[self.orientation]

    @property
    def ink(self):
        """What of seals and signatures stands on it: ``{(role, image)}``; the drawn seal is ``("seal", "")``."""
        placed = {(picture.role, picture.image) for picture in self.pictures if picture.role in INK}
        return placed | ({(SEAL, "")} if self.seal else set())

    def to_row(self):
        return asdict(self) | {"pictures": [asdict(row) for row in self.pictures], "texts": [asdict(row) for row in self.texts]}

    @classmethod
    def from_row(cls, row):
        """Read a kept value; what is missing is as it was before it was thought of. Raises ``ValueError`` for no layout."""
        if not isinstance(row, dict):
            raise ValueError("a layout is a mapping")
        return cls(**_known(cls, row) | {
            "pictures": tuple(Picture(**_known(Picture, one)) for one in row.get("pictures") or ()),
            "texts": tuple(Text(**_known(Text, one)) for one in row.get("texts") or ()),
            "seal": Square(**_known(Square, row["seal"])) if row.get("seal") else None,
            "qr": Square(**_known(Square, row["qr"])) if row.get("qr") else None,
        })


def _known(kind, row):
    if not isinstance(row, dict):
        raise ValueError(f"{kind.__name__} is a mapping")
    strange = row.keys() - {one.name for one in fields(kind)}
    if strange:
        raise ValueError(f"{kind.__name__} has no {sorted(strange)}")
    return dict(row)


CHOICES = {
    "orientation": tuple(SHEETS), "frame": ("", *FRAMES), "role": ROLES, "align": ALIGNMENTS, "face": FACES,
    "dates": DATE_STYLES, "name": NAMES,
}
PATTERNS = {"paper": COLOUR, "colour": COLOUR, "image": DIGEST}
LENGTHS = {"text": (1, LONGEST), "address": (0, 20)}


def problems(layout):
    """Return ``[(where, code)]`` of what cannot be drawn: ``("texts.0.size", "range")``; empty when all can."""
    found = _wrong(layout, "")
    for name, rows, most in (("texts", layout.texts, MOST_TEXTS), ("pictures", layout.pictures, MOST_PICTURES)):
        if len(rows) > most:
            found.append((name, "many"))
        for place, row in enumerate(rows):
            found += _wrong(row, f"{name}.{place}.")
    for name, square in (("seal", layout.seal), ("qr", layout.qr)):
        if square:
            found += _wrong(square, f"{name}.")
    for place, row in enumerate(layout.texts):
        if isinstance(row.text, str):
            found += [(f"texts.{place}.text", f"field:{name}") for name in sorted(fields_in(row.text) - set(FIELDS))]
    if not any(isinstance(row.text, str) and "{name}" in row.text for row in layout.texts):
        found.append(("texts", "no_name"))
    if not any(isinstance(row.text, str) and "{number}" in row.text for row in layout.texts):
        found.append(("texts", "no_number"))
    return found


def _wrong(row, where):
    found = []
    for one in fields(row):
        value = getattr(row, one.name)
        if one.name in RANGES:
            least, most = RANGES[one.name]
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if not number or not least <= value <= most or (one.name == "lines" and value != int(value)):
                found.append((where + one.name, "range"))
        elif one.name in CHOICES and value not in CHOICES[one.name]:
            found.append((where + one.name, "choice"))
        elif one.name in PATTERNS and not (isinstance(value, str) and PATTERNS[one.name].fullmatch(value)):
            found.append((where + one.name, "form"))
        elif one.name in LENGTHS:
            least, most = LENGTHS[one.name]
            if not isinstance(value, str) or not least <= len(value) <= most:
                found.append((where + one.name, "length"))
        elif one.name == "bold" and not isinstance(value, bool):
            found.append((where + one.name, "choice"))
    return found


def changes(before, after):
    """Return what ``after`` changes, ``[(part, what, text)]``: part as the fields of ``Layout``, what ``added``, ``removed`` or
    ``changed``, and the text concerned where it is one. Nothing before (None) is the first version: no changes."""
    if before is None:
        return []
    found = [
        (name, "changed", "") for name in ("orientation", "paper", "frame", "address")
        if getattr(before, name) != getattr(after, name)
    ]
    for name in ("seal", "qr"):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            found.append((name, "changed" if old and new else "added" if new else "removed", ""))
    found += _between([(row.image, row) for row in before.pictures], [(row.image, row) for row in after.pictures], "pictures")
    return found + _between([(row.text, row) for row in before.texts], [(row.text, row) for row in after.texts], "texts")


def _between(before, after, part):
    """Compare two lists of ``(key, row)``: the same key in both was changed at most, the rest came or went."""
    old, found = list(before), []
    for key, row in after:
        same = next((pair for pair in old if pair == (key, row)), None) or next((pair for pair in old if pair[0] == key), None)
        if same is None:
            found.append((part, "added", key))
            continue
        old.remove(same)
        if same[1] != row:
            found.append((part, "changed", key))
    found += [(part, "removed", key) for key, _row in old]
    return [(kind, what, text if part == "texts" else "") for kind, what, text in found]
