"""Fonts for Chinese names: every character is looked up before anything is printed, so that no box ever stands for one.

The serif that comes with a package is used first, then its sans; a character that neither has is looked for among the
fonts of the machine (``fc-list``). Fonts are cut to the characters of a batch: small files, and drawn quickly.
"""

import io
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from django.utils.translation import gettext as _
from fontTools import subset
from fontTools.ttLib import TTFont

# Marks that stand in the text without a shape of their own.
SHAPELESS = frozenset("\u200b\u200c\u200d\ufeff\n\r\t")
PREFERRED = ("NotoSerifCJK", "Serif", "Song", "Ming", "NotoSansCJK")


class CharacterMissing(Exception):
    """No font at hand has a character: ``character`` says which one."""

    def __init__(self, character):
        self.character = character
        super().__init__(_(
            "No installed font can print the character “%(character)s” (U+%(code)s). Install a font that has it (on Debian: "
            "fonts-noto-cjk), then try again."
        ) % {"character": character, "code": f"{ord(character):04X}"})


@dataclass(frozen=True)
class FontFile:
    path: str
    index: int = 0


def packaged(*, sans=False):
    """The fonts that come with the product, in the order they are asked: the serif first, or the sans."""
    both = FontFile(str(pylopdf_fonts_zh_cn.serif_path())), FontFile(str(pylopdf_fonts_zh_cn.sans_path()))
    return both[::-1] if sans else both


@lru_cache(maxsize=8)
def characters_of(font):
    """Return the code points that ``font`` has shapes for."""
    with _open(font) as opened:
        return frozenset(opened.getBestCmap())


@lru_cache(maxsize=256)
def system_font_with(character):
    """Return a font of the machine that has ``character``, or None."""
    command = ["fc-list", f":charset={ord(character):x}", "file", "index"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True).stdout  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    found = []
    for line in listed.splitlines():
        path, colon, rest = line.partition(":")
        index = rest.partition("index=")[2].split(":")[0].strip()
        # The upper half of the number names an instance of a variable font, not a face in the file.
        found.append(FontFile(path.strip(), int(index or 0) & 0xFFFF))
    rank = {name: place for place, name in enumerate(PREFERRED)}
    found.sort(key=lambda font: (min((rank[name] for name in rank if name in font.path), default=99),
                                 "Bold" in font.path, font.path, font.index))
    return next((font for font in found if ord(character) in characters_of(font)), None)


def choose(text, *, sans=False):
    """Map each font to the characters of ``text`` it prints: ``[(FontFile, "characters")]``, the serif (or the sans) first.

    Raises :class:`CharacterMissing` for the first character that no font has.
    """
    wanted = sorted(set(text) - SHAPELESS)
    order, chosen = list(packaged(sans=sans)), {}
    for character in wanted:
        font = next((font for font in order if ord(character) in characters_of(font)), None)
        font = font or system_font_with(character)
        if font is None:
            raise CharacterMissing(character)
        chosen.setdefault(font, []).append(character)
    return sorted(
        ((font, "".join(characters)) for font, characters in chosen.items()),
        key=lambda item: order.index(item[0]) if item[0] in order else len(order),
    )


def cut(font, characters):
    """Return the bytes of a font file with the shapes of ``characters`` only."""
    options = subset.Options(notdef_outline=True, layout_features=["kern", "locl"], name_IDs=[1, 2, 4, 6], hinting=False)
    with _open(font) as opened:
        cutter = subset.Subsetter(options)
        cutter.populate(text=characters)
        cutter.subset(opened)
        out = io.BytesIO()
        opened.save(out)
    return out.getvalue()


@lru_cache(maxsize=32)
def outlines(text):
    """Return the shapes of ``text`` as SVG path data with their advance: ``[(d, advance)]``, 1000 units an em."""
    from fontTools.pens.svgPathPen import SVGPathPen  # noqa: PLC0415 -- leaf: only seals need it

    shapes = {}
    for font, characters in choose(text):
        with _open(font) as opened:
            glyphs, names = opened.getGlyphSet(), opened.getBestCmap()
            scale = 1000 / opened["head"].unitsPerEm
            for character in characters:
                pen = SVGPathPen(glyphs)
                glyphs[names[ord(character)]].draw(pen)
                shapes[character] = (pen.getCommands(), glyphs[names[ord(character)]].width * scale)
    return [shapes[character] for character in text if character in shapes]


def _open(font):
    return TTFont(font.path, fontNumber=font.index if Path(font.path).suffix in (".ttc", ".otc") else -1, lazy=True)
