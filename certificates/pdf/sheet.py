"""The part of a certificate that is the same for all of a batch: paper, frame, pictures, seal. Drawn once, then kept.

A :class:`Sheet` is an open PDF whose only page has a place for the text and one for the code between what lies under the
text and what lies over it; it is filled with one certificate after another, and saved each time.
"""

import json
import zlib
from functools import lru_cache
from html import escape
from io import BytesIO
from pathlib import Path

import pikepdf
import segno
from pikepdf import Array, Dictionary, Name

from certificates.rules.layout import INK
from lms.printing import Paper

from .faces import EmbeddedFace
from .seal import seal_svg

FRAMES = Path(__file__).resolve().parent.parent / "assets" / "frames"
POINTS_A_MILLIMETRE = 72 / 25.4
AS_POINTS = bytes.maketrans(b"\x00\x01", b"\xff\x00")
JPEG = b"\xff\xd8"
PRODUCER = "WeasyPrint, pikepdf"
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<pdf:Producer>{producer}</pdf:Producer><pdfaid:part>3</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def frame_file(frame, orientation):
    return FRAMES / f"{frame}-{orientation}.svg"


def _image(name, x, y, width, height, opacity=1):
    faded = f"; opacity: {opacity}" if opacity < 1 else ""
    return (
        f'<img src="asset:{name}" alt="" style="left: {x}mm; top: {y}mm; width: {width}mm; height: {height}mm{faded}">'
    )


@lru_cache(maxsize=16)
def _drawn(row, issuer, pictures):
    """Return the PDF of a layout's drawings, two pages: what lies under the text and what lies over it.

    ``row`` is the layout as JSON, ``issuer`` empty unless the seal is drawn, ``pictures`` are ``((digest, bytes), ...)``.
    """
    from certificates.rules.layout import Layout  # noqa: PLC0415 -- leaf: read again from the key of the cache

    layout = Layout.from_row(json.loads(row))
    width, height = layout.sheet
    assets = {f"{digest}.{'jpg' if data.startswith(JPEG) else 'png'}": data for digest, data in pictures}
    names = {name.partition(".")[0]: name for name in assets}
    under, over = [], []
    if layout.frame:
        assets["frame.svg"] = frame_file(layout.frame, layout.orientation).read_bytes()
        under.append(_image("frame.svg", 0, 0, width, height))
    for picture in layout.pictures:
        where = over if picture.role in INK else under
        where.append(_image(
            names[picture.image], picture.x, picture.y, picture.width, picture.height, picture.opacity
        ))
    if layout.seal:
        assets["seal.svg"] = seal_svg(issuer).encode()
        side = layout.seal.side
        over.append(_image("seal.svg", layout.seal.x, layout.seal.y, side, side, 0.85))
    style = (
        f"@page {{ size: {width}mm {height}mm; margin: 0 }} html, body {{ margin: 0 }} "
        f".sheet {{ position: relative; width: {width}mm; height: {height}mm; overflow: hidden }} "
        f".paper {{ background: {layout.paper} }} .over {{ break-before: page }} img {{ position: absolute }}"
    )
    page = (
        f'<html lang="zh-Hans"><body><div class="sheet paper">{"".join(under)}</div>'
        f'<div class="sheet over">{"".join(over)}</div></body></html>'
    )
    return Paper("", style, assets=assets).pdf(page, pdf_variant="pdf/a-3u")


def _packed(pdf, content):
    """Return a stream that is packed once and not anew with every file."""
    return pikepdf.Stream(pdf, zlib.compress(content, 9), Filter=Name.FlateDecode)


class Sheet:
    """A layout ready to be filled; ``faces`` are the fonts of the batch, ``issuer`` names whom the drawn seal is of."""

    def __init__(self, layout, faces, *, issuer, pictures):
        row = json.dumps(layout.to_row(), sort_keys=True, ensure_ascii=False)
        drawing = _drawn(row, issuer if layout.seal else "", tuple(sorted(pictures.items())))
        self.height = layout.sheet[1] * POINTS_A_MILLIMETRE
        self.square = layout.qr
        self.pdf = pdf = pikepdf.open(BytesIO(drawing))
        under, over = (page.Contents.read_bytes() for page in pdf.pages)
        self.page = pdf.pages[0]
        del pdf.pages[1]
        self.text, self.code = pdf.make_stream(b""), pdf.make_stream(b"")
        self.code.stream_dict = Dictionary(
            Type=Name.XObject, Subtype=Name.Image, BitsPerComponent=1, ColorSpace=Name.DeviceGray, Width=1, Height=1,
        )
        self.page.Contents = Array([
            _packed(pdf, b"q\n" + under + b"\nQ\n"), self.text, _packed(pdf, b"q\n" + over + b"\nQ\n")
        ])
        if "/Annots" in self.page:
            del self.page.Annots
        resources = self.page.Resources
        resources.Font = Dictionary()
        self.fonts = {face.name: EmbeddedFace(pdf, face) for face in faces.faces}
        if self.square:
            drawings = resources.get("/XObject", Dictionary())
            drawings.Code = self.code
            resources.XObject = drawings
        self.metadata = pdf.make_stream(b"")
        self.metadata.Type, self.metadata.Subtype = Name.Metadata, Name.XML
        pdf.Root.Metadata = self.metadata
        pdf.Root.Lang = pikepdf.String("zh-Hans")
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)

    def filled(self, fragments, *, address, title, author):
        """Return the bytes of a PDF with these texts and the code of ``address``."""
        parts = [b"q\n1 0 0 -1 0 %.6f cm\n0.75 0 0 0.75 0 0 cm" % self.height]
        parts += [fragment.content for fragment in fragments if fragment.content]
        parts.append(b"Q")
        if self.square:
            parts.append(self._place_code(address))
        self.text.write(b"\n".join(parts))
        shown = {}
        for fragment in fragments:
            for name, glyphs in fragment.glyphs:
                shown[name] = shown.get(name, frozenset()) | glyphs
        used = Dictionary()
        for name, glyphs in sorted(shown.items()):
            self.fonts[name].show(glyphs)
            used[f"/{name}"] = self.fonts[name].font
        self.page.Resources.Font = used
        self.metadata.write(XMP.format(title=escape(title), author=escape(author), producer=PRODUCER).encode())
        self.pdf.trailer.Info = Dictionary(
            Title=pikepdf.String(title), Author=pikepdf.String(author), Producer=pikepdf.String(PRODUCER)
        )
        out = BytesIO()
        self.pdf.save(out, deterministic_id=True, fix_metadata_version=False)
        return out.getvalue()

    def _place_code(self, address):
        # A fixed mask: trying all eight takes five times as long, and readers do not mind.
        rows = segno.make(address, error="m", micro=False, mask=2).matrix
        side = len(rows) + 2  # a narrow white border; the page around it is light
        lines = [bytes(side), *(b"\0" + bytes(row) + b"\0" for row in rows), bytes(side)]
        # A module is a square of eight points, a byte wide: readers blur pictures that they must enlarge much.
        points = b"".join(line.translate(AS_POINTS) * 8 for line in lines)
        self.code.Width = self.code.Height = side * 8
        self.code.write(zlib.compress(points, 9), filter=Name.FlateDecode)
        size = self.square.side * POINTS_A_MILLIMETRE
        left = self.square.x * POINTS_A_MILLIMETRE
        bottom = self.height - self.square.y * POINTS_A_MILLIMETRE - size
        return b"q\n%.4f 0 0 %.4f %.4f %.4f cm\n/Code Do\nQ" % (size, size, left, bottom)
