"""The fonts of a batch: cut once to its characters, and once more, quickly, to those of each certificate.

A text is set in the batch's fonts; a file carries only the shapes it shows, under the numbers that the batch gave them, so
that the laid-out text can be put into it as it is.
"""

import struct

import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name

from lms.printing import fonts

FLAGS = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NOTDEF_OUTLINE \
    | hb.SubsetFlags.CFF_IDENTITY_CHARSET
USUAL_WIDTH = 1000
CMAP = (
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) "
    "/Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\n"
    "endcodespacerange\n{ranges}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
)


class Face:
    """One font of a batch. ``name`` is how style sheets call it (``F0``), and fonts of pages."""

    def __init__(self, place, font, characters):
        self.name = f"F{place}"
        self.data = fonts.cut(font, characters)
        self.face = hb.Face(self.data)
        self.whole = "CFF " not in self.face.table_tags
        drawn = hb.Font(self.face)
        self.characters = {}
        for code in sorted(self.face.unicodes):
            self.characters.setdefault(drawn.get_nominal_glyph(code), chr(code))
        self.scale = 1000 / self.face.upem
        self.widths = {glyph: round(drawn.get_glyph_h_advance(glyph) * self.scale) for glyph in self.characters}
        extents = drawn.get_font_extents("ltr")
        box = struct.unpack(">4h", self.face.reference_table("head").data[36:44])
        self.ascent, self.descent = (round(number * self.scale) for number in (extents.ascender, extents.descender))
        self.box = [round(number * self.scale) for number in box]

    def program(self, glyphs):
        """Return the bytes of the font with the shapes of ``glyphs`` only, under their numbers."""
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(glyphs)
        wanted.flags = FLAGS
        wanted.layout_feature_tag_set.clear()
        cut = hb.subset(self.face, wanted)
        return bytes(cut.blob.data if self.whole else cut.reference_table("CFF ").data)

    def unicode_map(self, glyphs):
        """Return the character of each glyph as PDF readers take it out again."""
        lines = [f"<{glyph:04x}> <{self.characters[glyph].encode('utf-16-be').hex()}>" for glyph in glyphs]
        parts = [lines[start:start + 100] for start in range(0, len(lines), 100)]
        return CMAP.format(ranges="".join(
            f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n" for part in parts
        )).encode()

    def wide(self, glyphs):
        """Return the widths as a PDF lists them; a full em goes without saying."""
        found = Array()
        for glyph in glyphs:
            if self.widths[glyph] != USUAL_WIDTH:
                found.extend([glyph, Array([self.widths[glyph]])])
        return found


class Faces:
    """The fonts of a batch: ``serif`` and ``sans`` are the characters each is asked for. Raises ``CharacterMissing``."""

    def __init__(self, serif, sans=""):
        wanted = {}
        for text, upright in ((serif, False), (sans, True)):
            for font, characters in fonts.choose(text, sans=upright) if text else ():
                wanted[font] = wanted.get(font, "") + characters
        self.faces = [Face(place, font, characters) for place, (font, characters) in enumerate(wanted.items())]
        self._by_name = {face.name: face for face in self.faces}
        self._order = list(wanted)

    def __getitem__(self, name):
        return self._by_name[name]

    def families(self, *, sans=False, bold=False):
        """Return the list of families for a style sheet, those first that are asked first. Bold ones are the same shapes under
        another name, drawn thicker when a page is put together: no packaged serif has a bold."""
        ranked = {font: place for place, font in enumerate(fonts.packaged(sans=sans))}
        order = sorted(range(len(self._order)), key=lambda place: (ranked.get(self._order[place], len(ranked)), place))
        return ", ".join(f"{'B' if bold else 'F'}{place}" for place in order)

    @property
    def style(self):
        return "\n".join(
            f'@font-face {{ font-family: {letter}{face.name[1:]}; src: url("asset:{face.name}.otf"); }}'
            for face in self.faces for letter in "FB"
        )

    @property
    def assets(self):
        return {f"{face.name}.otf": face.data for face in self.faces}


class EmbeddedFace:
    """A face within one PDF; :meth:`show` makes it carry the shapes of one certificate."""

    def __init__(self, pdf, face):
        self.face = face
        self._shown = None
        self._program, self._map = pdf.make_stream(b""), pdf.make_stream(b"")
        base = Name(f"/SUBSE{chr(65 + int(face.name[1:]) % 26)}+{face.name}")
        key = "/FontFile2" if face.whole else "/FontFile3"
        if not face.whole:
            self._program.Subtype = Name.CIDFontType0C
        self._descriptor = pdf.make_indirect(Dictionary({
            "/Type": Name.FontDescriptor, "/FontName": base, "/Flags": 4, "/FontBBox": Array(face.box), "/ItalicAngle": 0,
            "/Ascent": face.ascent, "/Descent": face.descent, "/CapHeight": face.ascent, "/StemV": 80, key: self._program,
        }))
        self._descendant = pdf.make_indirect(Dictionary({
            "/Type": Name.Font, "/Subtype": Name.CIDFontType2 if face.whole else Name.CIDFontType0, "/BaseFont": base,
            "/CIDSystemInfo": Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            "/FontDescriptor": self._descriptor, "/DW": USUAL_WIDTH, "/W": Array(),
        }))
        if face.whole:
            self._descendant.CIDToGIDMap = Name.Identity
        self.font = pdf.make_indirect(Dictionary({
            "/Type": Name.Font, "/Subtype": Name.Type0, "/BaseFont": base, "/Encoding": Name("/Identity-H"),
            "/DescendantFonts": Array([self._descendant]), "/ToUnicode": self._map,
        }))

    def show(self, glyphs):
        """Carry these glyphs; what is carried already is left as it is."""
        if glyphs == self._shown:
            return
        self._shown = frozenset(glyphs)
        ordered = sorted(glyphs)
        program = self.face.program(ordered)
        self._program.write(program)
        if self.face.whole:
            self._program.Length1 = len(program)
        self._map.write(self.face.unicode_map(ordered))
        self._descendant.W = self.face.wide(ordered)
