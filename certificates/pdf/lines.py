"""Texts laid out by WeasyPrint, many at once, and taken apart again into a piece of page content each.

All are placed on one large sheet of one document: laying out a page costs more than laying out its text. Every text is a
positioned block, and WeasyPrint draws each of those within its own saved state, in the order of the document.
"""

import re
from dataclasses import dataclass
from html import escape
from io import BytesIO

import pikepdf

from certificates.rules.fit import fitting_size
from lms.printing import Paper

SHEET = 400  # mm, larger than any page
STROKE = 0.03  # of the size of the type: how much thicker a bold letter is drawn
_FONT = re.compile(rb"/(\S+) (\S+) Tf")
_SHOWN = re.compile(rb"<([0-9a-f]*)>")
_FAMILY = re.compile(r"\+([FB])(\d+)")
MARK = "0"  # stands before and after the texts, so that the way they are taken apart is known to be right


@dataclass(frozen=True)
class Fragment:
    """Page content of one text, and the glyphs it shows: ``((name of the face, frozenset), ...)``."""

    content: bytes
    glyphs: tuple


EMPTY = Fragment(b"", ())


def style_of(text, faces, selector):
    """Return the rules that place ``text`` (``certificates.rules.layout.Text``)."""
    sans = text.face == "sans"
    rules = (
        f"left: {text.x}mm; top: {text.y}mm; width: {text.width}mm; font-size: {text.size}pt; color: {text.colour}; "
        f"font-family: {faces.families(sans=sans, bold=text.bold)}; line-height: {text.leading}; text-align: {text.align}; "
        f"letter-spacing: {text.spacing}em; text-indent: {text.indent}em;"
    )
    if text.lines == 1:
        rules += " white-space: nowrap;"
    if text.align == "center" and text.spacing > 0:
        # The space after the last letter is no part of the picture.
        rules += f" text-indent: {text.indent + text.spacing}em;"
    name = ""
    if text.name == "underlined":
        name = f"{selector} b {{ padding: 0 0.25em; border-bottom: 0.35mm solid #a8884f; }}"
    elif text.name == "bold":
        name = f"{selector} b {{ font-family: {faces.families(sans=sans, bold=True)}; }}"
    return f"{selector} {{ {rules} }}\n{name}"


BASE = f"""
@page {{ size: {SHEET}mm {SHEET}mm; margin: 0; }}
html, body, p {{ margin: 0; }}
p {{ position: absolute; white-space: pre-wrap; }}
b {{ font-weight: normal; }}
p.mark {{ left: 0; top: 0; font-size: 1pt; }}
"""


class Setter(Paper):
    """Lays texts out. ``layouts`` are ``[Layout]``, ``faces`` the fonts of the batch."""

    def __init__(self, layouts, faces):
        self.faces = faces
        self.layouts = layouts
        style = [faces.style, BASE, f"p.mark {{ font-family: {faces.families()}; }}"]
        for place, layout in enumerate(layouts):
            style += [style_of(text, faces, f"p.l{place}t{number}") for number, text in enumerate(layout.texts)]
        super().__init__("", "\n".join(style), assets=faces.assets)

    def lay(self, wanted):
        """Return a :class:`Fragment` for each of ``wanted``, ``[(place of the layout, number of the text, pieces)]``."""
        blocks = [self._block(*one) for one in wanted]
        mark = f'<p class="mark">{MARK}</p>'
        page = f'<html lang="zh-Hans"><body>{mark}{"".join(blocks)}{mark}</body></html>'
        with pikepdf.open(BytesIO(self.pdf(page))) as pdf:
            sheet = pdf.pages[0]
            names = {}
            for key, font in sheet.Resources.Font.items():
                family = _FAMILY.search(str(font.BaseFont))
                # Never a font of the machine that was not asked for: its shapes might be boxes.
                if not family:
                    raise RuntimeError(f"the text was set in {font.BaseFont}, which is not of this batch")
                names[key[1:].encode()] = (f"F{family[2]}", family[1] == "B")
            parts = _apart(sheet.Contents.read_bytes(), len(wanted) + 2)
        return [_fragment(part, names) for part in parts[1:-1]]

    def _block(self, place, number, pieces):
        text = self.layouts[place].texts[number]
        plain = "".join(piece for piece, _name in pieces)
        size = fitting_size(
            plain, size=text.size, width=text.width, lines=text.lines, spacing=text.spacing, indent=text.indent
        )
        smaller = f' style="font-size: {size:g}pt"' if size < text.size else ""
        inside = "".join(f"<b>{escape(piece)}</b>" if name else escape(piece) for piece, name in pieces)
        return f'<p class="l{place}t{number}"{smaller}>{inside}</p>'


def _apart(content, count):
    """Return the lines of each of ``count`` blocks: the groups at the outermost depth that has more than one."""
    groups, depth, lines = {}, 0, content.split(b"\n")
    for place, line in enumerate(lines):
        if line == b"q":
            depth += 1
            groups.setdefault(depth, []).append([place, None])
        elif line == b"Q":
            groups[depth][-1][1] = place
            depth -= 1
    for depth in sorted(groups):
        if len(groups[depth]) > 1:
            if len(groups[depth]) != count:
                break
            return [lines[first:last + 1] for first, last in groups[depth]]
    raise RuntimeError(f"{count} texts were laid out, but another number was drawn")


def _fragment(lines, names):
    kept, shown, thick, colour = [], {}, False, b""
    face = None
    for line in lines:
        if line.endswith(b" gs"):
            continue  # nothing of a text is transparent
        if line.endswith(b" rg"):
            colour = line[:-2] + b"RG"
        found = _FONT.fullmatch(line)
        if found:
            face, bold = names[found[1]]
            line = b"/%s %s Tf" % (face.encode(), found[2])
            if bold:
                line += b"\n%s 1 j 2 Tr %.3f w" % (colour, float(found[2]) * STROKE)
            elif thick:
                line += b"\n0 Tr"
            thick = bold
        elif line.endswith(b" TJ"):
            for digits in _SHOWN.findall(line):
                shown.setdefault(face, set()).update(
                    int(digits[start:start + 4], 16) for start in range(0, len(digits), 4)
                )
        kept.append(line)
    return Fragment(b"\n".join(kept), tuple((name, frozenset(glyphs)) for name, glyphs in shown.items()))
