"""Fonts for Chinese names: every character is looked up before anything is printed, so that no box ever stands for one.

The serif that comes with a package is used first, then its sans, then the packaged Japanese and traditional serifs, which
have rare characters of names (𠮷); a character that none of them has is looked for among the fonts of the machine
(``fc-list``). Fonts are cut to the characters of a batch: small files, and drawn quickly.
"""

import subprocess
from dataclasses import dataclass
from functools import lru_cache

import pylopdf_fonts_jp
import pylopdf_fonts_zh_cn
import pylopdf_fonts_zh_tw
import uharfbuzz as hb
from django.utils.translation import gettext as _
from fontTools.pens.svgPathPen import SVGPathPen

# Marks that stand in the text without a shape of their own.
SHAPELESS = frozenset("\u200b\u200c\u200d\ufeff\n\r\t")
KERNING = int.from_bytes(b"kern", "big")
PREFERRED = ("NotoSerifCJK", "Serif", "Song", "Ming", "NotoSansCJK")


class CannotPrint(Exception):
    """A page cannot be drawn, in a sentence for whoever wants it."""


class CharacterMissing(CannotPrint):
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
    rare = FontFile(str(pylopdf_fonts_jp.serif_path())), FontFile(str(pylopdf_fonts_zh_tw.serif_path()))
    return (both[::-1] if sans else both) + rare


@lru_cache(maxsize=16)
def face_of(font):
    """Return the face of a font's file; the file is mapped, not read."""
    return hb.Face(hb.Blob.from_file_path(font.path), font.index)


@lru_cache(maxsize=16)
def characters_of(font):
    """Return the code points that ``font`` has shapes for."""
    return frozenset(face_of(font).unicodes)


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
    """Return the bytes of a font file with the shapes of ``characters`` only: glyphs numbered anew, no ligatures."""
    face = face_of(font)
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, characters))
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.add(KERNING)
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.CFF_IDENTITY_CHARSET
    if face.has_var_data:
        wanted.pin_all_axes_to_default(face)
    return bytes(hb.subset(face, wanted).blob.data)


@lru_cache(maxsize=32)
def outlines(text):
    """Return the shapes of ``text`` as SVG path data with their advance: ``[(d, advance)]``, 1000 units an em."""
    shapes = {}
    for font, characters in choose(text):
        face = face_of(font)
        drawn, scale = hb.Font(face), 1000 / face.upem
        for character in characters:
            pen, glyph = SVGPathPen(None), drawn.get_nominal_glyph(ord(character))
            drawn.draw_glyph_with_pen(glyph, pen)
            shapes[character] = (pen.getCommands(), drawn.get_glyph_h_advance(glyph) * scale)
    return [shapes[character] for character in text if character in shapes]
