"""The parts of a workbook as Office Open XML (ECMA-376): sheets, styles, and what holds them together."""

import re
from dataclasses import dataclass, field

NS = "http://schemas.openxmlformats.org"
MAIN, DOCUMENT, PACKAGE = f"{NS}/spreadsheetml/2006/main", f"{NS}/officeDocument/2006/relationships", f"{NS}/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FONT = "宋体"
TITLE, NOTE, HEADING, TEXT, QUOTING, LINK = 1, 2, 3, 4, 5, 6

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")


@dataclass
class Sheet:
    """A sheet that is being written, or was: its place among the parts, and what the contents and the filter say of it."""

    name: str
    number: int
    table: str
    counted: bool
    first: bool = False
    rows: int = 0
    head_row: int = 0
    last_column: str = "A"
    links: dict = field(default_factory=dict)

    @property
    def part(self):
        return f"xl/worksheets/sheet{self.number}.xml"

    @property
    def quoted_name(self):
        return "'" + self.name.replace("'", "''") + "'"


class Styles:
    """The styles of a workbook; those of number formats are added as columns ask for them."""

    quoting = QUOTING

    def __init__(self):
        self.formats = {}

    def of(self, number_format):
        """Return the number of the style of cells with ``number_format``, of texts without one."""
        if not number_format:
            return TEXT
        return self.formats.setdefault(number_format, LINK + 1 + len(self.formats))

    def xml(self):
        font = f'<name val="{FONT}"/><family val="3"/><charset val="134"/>'
        fonts = [
            f'<sz val="11"/>{font}', f'<b/><sz val="16"/>{font}', f'<sz val="11"/><color rgb="FF555555"/>{font}',
            f'<b/><sz val="11"/>{font}', f'<u/><sz val="11"/><color rgb="FF0B57A4"/>{font}',
        ]
        sides = "".join(f'<{side} style="thin"><color rgb="FFBFB5AE"/></{side}>' for side in ("left", "right", "top", "bottom"))
        centre = '<alignment vertical="center"/>'
        cells = [
            _xf(), _xf(font=1, inside=centre), _xf(font=2, inside=centre),
            _xf(font=3, fill=2, border=1, inside='<alignment horizontal="center" vertical="center" wrapText="1"/>'),
            _xf(border=1, inside=centre), _xf(border=1, inside=centre, more=' quotePrefix="1"'), _xf(font=4, border=1),
            *(_xf(number=164 + at, border=1, inside=centre) for at in range(len(self.formats))),
        ]
        formats = "".join(
            f'<numFmt numFmtId="{164 + at}" formatCode="{escaped(code, quotes=True)}"/>' for at, code in enumerate(self.formats))
        return (
            f'{HEAD}<styleSheet xmlns="{MAIN}">'
            + (f'<numFmts count="{len(self.formats)}">{formats}</numFmts>' if formats else "")
            + f'<fonts count="{len(fonts)}">{"".join(f"<font>{font}</font>" for font in fonts)}</fonts>'
            '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
            '<fill><patternFill patternType="solid"><fgColor rgb="FFF2E9E4"/><bgColor indexed="64"/></patternFill></fill></fills>'
            '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
            f'<border>{sides}<diagonal/></border></borders>'
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{len(cells)}">{"".join(cells)}</cellXfs>'
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        )


def _xf(*, number=0, font=0, fill=0, border=0, inside="", more=""):
    applied = "".join(
        f' apply{name}="1"' for name, used in (
            ("NumberFormat", number), ("Font", font), ("Fill", fill), ("Border", border), ("Alignment", inside)) if used)
    return (f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"{more}{applied}'
            + (f">{inside}</xf>" if inside else "/>"))


def escaped(text, *, quotes=False):
    """Return ``text`` as it stands in XML; what XML cannot hold is written as spreadsheets do (``_x0000_``)."""
    if _SPECIAL.search(text):
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
        text = _ILLEGAL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    return text.replace('"', "&quot;") if quotes else text


def letters(index):
    """Return the letters of a column, the first one 0: A, B, ..., Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def free_name(name, taken):
    """Return a name that a sheet may have (at most 31 characters, none of ``[]:*?/\\``) and that none of ``taken`` has."""
    clean = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", str(name)).strip().strip("'")[:31].strip() or "Sheet"
    folded, number, free = {one.casefold() for one in taken}, 1, clean
    while free.casefold() in folded:
        number += 1
        free = f"{clean[:31 - len(str(number)) - 1]} {number}"
    return free


def _text(reference, style, text):
    space = ' xml:space="preserve"' if "\n" in text or text != text.strip() else ""
    return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t{space}>{escaped(text)}</t></is></c>'


def sheet_head(table):
    """Return what stands before a sheet's rows, its title, notes and headings, and the number of the row of headings."""
    rows, row = "", 1
    if table.title:
        rows, row = f'<row r="1" ht="28" customHeight="1">{_text("A1", TITLE, str(table.title))}</row>', 2
    for note in table.notes:
        rows += f'<row r="{row}">{_text(f"A{row}", NOTE, str(note))}</row>'
        row += 1
    headings = "".join(_text(f"{letters(at)}{row}", HEADING, str(column.heading)) for at, column in enumerate(table.columns))
    tall = max((str(column.heading).count("\n") for column in table.columns), default=0)
    rows += f'<row r="{row}" ht="{32 + 16 * tall}" customHeight="1">{headings}</row>'
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{column.width + 0.71}" customWidth="1"/>'
        for at, column in enumerate(table.columns, start=1))
    table.sheet.last_column = letters(len(table.columns) - 1)
    corner = f"{letters(table.fixed)}{row + 1}"
    split = f' xSplit="{table.fixed}"' if table.fixed else ""
    pane = "bottomRight" if table.fixed else "bottomLeft"
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0"><pane{split} ySplit="{row}" topLeftCell="{corner}" activePane="{pane}" '
        f'state="frozen"/><selection pane="{pane}"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{widths}</cols><sheetData>{rows}"
    ), row


def sheet_tail(table, last):
    """Return what stands behind a sheet's rows, of which ``last`` is the last one: filter, links, and how it is printed."""
    sheet = table.sheet
    links = "".join(
        f'<hyperlink ref="{cell}" location="{escaped(to.quoted_name, quotes=True)}!A1" '
        f'display="{escaped(to.name, quotes=True)}"/>' for cell, to in sheet.links.items())
    shown = f'<autoFilter ref="A{sheet.head_row}:{sheet.last_column}{max(last, sheet.head_row + 1)}"/>'
    return (
        "</sheetData>" + ("" if sheet.first else shown) + (f"<hyperlinks>{links}</hyperlinks>" if links else "")
        + '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>'
        "<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
    )


def frame(sheets, styles, *, author, title, made):
    """Yield the parts that hold ``sheets`` together, in the order in which they are shown: ``(name, text)``."""
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    yield "[Content_Types].xml", (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        + "".join(f'<Override PartName="/{sheet.part}" ContentType="{kinds}.worksheet+xml"/>' for sheet in sheets)
        + f'<Override PartName="/xl/styles.xml" ContentType="{kinds}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        "</Types>"
    )
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    yield "_rels/.rels", _relations(
        (f"{DOCUMENT}/officeDocument", "xl/workbook.xml"), (core, "docProps/core.xml"))
    stamp = f"{made:%Y-%m-%dT%H:%M:%SZ}"
    yield "docProps/core.xml", (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(title)}</dc:title><dc:creator>{escaped(author)}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created></cp:coreProperties>'
    )
    names = "".join(_names(place, sheet) for place, sheet in enumerate(sheets))
    listed = "".join(
        f'<sheet name="{escaped(sheet.name, quotes=True)}" sheetId="{sheet.number}" r:id="rId{place}"/>'
        for place, sheet in enumerate(sheets, start=1))
    yield "xl/workbook.xml", (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><bookViews><workbookView activeTab="0"/></bookViews>'
        f"<sheets>{listed}</sheets><definedNames>{names}</definedNames></workbook>"
    )
    yield "xl/_rels/workbook.xml.rels", _relations(
        *((f"{DOCUMENT}/worksheet", sheet.part.removeprefix("xl/")) for sheet in sheets), (f"{DOCUMENT}/styles", "styles.xml"))
    yield "xl/styles.xml", styles.xml()


def _names(place, sheet):
    of, head = escaped(sheet.quoted_name), sheet.head_row
    filtered = "" if sheet.first else (
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">'
        f"{of}!$A${head}:${sheet.last_column}${max(head + sheet.rows, head + 1)}</definedName>")
    return f'{filtered}<definedName name="_xlnm.Print_Titles" localSheetId="{place}">{of}!${head}:${head}</definedName>'


def _relations(*targets):
    lines = "".join(
        f'<Relationship Id="rId{at}" Type="{kind}" Target="{target}"/>' for at, (kind, target) in enumerate(targets, start=1))
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'
