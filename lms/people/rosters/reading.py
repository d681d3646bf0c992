"""Read workbooks and text tables into plain sheets."""

import csv
import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import join, normpath
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from lms.confined import Exceeded, Limits, confined

from . import safety
from .safety import Unreadable

READING = Limits(seconds=10, megabytes=300)
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class Sheet:
    """``rows`` are lists of cell values (text, numbers, dates; "" where nothing stands), the first being row 1 of the sheet;
    ``formulas`` maps a row (from 0) to ``{column (from 0): formula text}``."""

    name: str
    rows: list
    formulas: dict = field(default_factory=dict)


def read_roster(path, name):
    """Return the :class:`Sheet` list of the file at ``path``, uploaded as ``name``; raises :class:`Unreadable`."""
    try:
        return confined(read_here, Path(path), name, limits=READING)
    except Exceeded as error:
        raise Unreadable(_("Reading the file took more than {seconds} seconds or too much memory, so it was stopped. Copy the rows "
                           "into a new workbook, or divide it, and upload that.").format(seconds=READING.seconds)) from error


def read_here(path, name):
    """As :func:`read_roster`, in this process and without its limits."""
    with path.open("rb") as handle:
        kind = safety.check_upload(name, path.stat().st_size, handle.read(4096))
    sheets = _read_workbook(path) if kind == "xlsx" else [_read_csv(path, name)]
    sheets = [sheet for sheet in sheets if any(any(value not in (None, "") for value in row) for row in sheet.rows)]
    if not sheets:
        raise Unreadable(_("The file holds no rows. Check that it is the right one, and upload it again."))
    return sheets


def _read_workbook(path):
    safety.check_archive(path)
    scans = _scan_sheets(path)
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            return [
                _sheet(book.get_sheet_by_name(meta.name), scans.get(meta.name, {}))
                for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet
            ]
    except (CalamineError, OSError, ValueError) as error:
        raise safety.damaged() from error


def _scan_sheets(path):
    """Return ``{sheet name: {row: {column: formula}}}``, having counted everything that the sheets hold."""
    found, rows = {}, 0
    try:
        with zipfile.ZipFile(path) as archive:
            parts = _sheet_parts(archive)
            if len(parts) > safety.MAX_SHEETS:
                raise Unreadable(_("The workbook has more than {most} sheets. Divide it and import the parts one after the "
                                   "other.").format(most=safety.MAX_SHEETS))
            for sheet_name, part in parts:
                scan = safety.SheetScan(rows)
                with archive.open(part) as stream:
                    scan.read(stream)
                rows = scan.rows
                formulas = found.setdefault(sheet_name, {})
                for (row, column), text in scan.formulas.items():
                    formulas.setdefault(row, {})[column] = text
    except (KeyError, ParseError, DefusedXmlException, zipfile.BadZipFile) as error:
        raise safety.damaged() from error
    return found


def _sheet_parts(archive):
    """Return ``[(sheet name, name of its part)]`` of the worksheets, as the workbook lists them."""
    book_part = "xl/workbook.xml"
    folder = book_part.rpartition("/")[0]
    relations = fromstring(archive.read(f"{folder}/_rels/workbook.xml.rels"))
    targets = {
        relation.get("Id"): normpath(join(folder, relation.get("Target"))).lstrip("/")
        for relation in relations if relation.get("Type", "").endswith("/worksheet")
    }
    book = fromstring(archive.read(book_part))
    sheets = (node for node in book.iter() if node.tag.endswith("}sheet"))
    return [(node.get("name"), targets[node.get(_RELATIONS)]) for node in sheets if node.get(_RELATIONS) in targets]


def _sheet(sheet, formulas):
    # The reader leaves out empty columns at the left; they keep the lettering right.
    left = [""] * (sheet.start[1] if sheet.start else 0)
    rows = [left + row for row in sheet.iter_rows()]
    _fill_merged(rows, sheet.merged_cell_ranges or [])
    return Sheet(sheet.name, rows, formulas)


def _fill_merged(rows, ranges):
    """Write the value of cells merged downwards into each of them; spans to the right are left to the headings."""
    for (top, left), (bottom, _right) in ranges:
        if bottom == top or top >= len(rows) or left >= len(rows[top]):
            continue
        value = rows[top][left]
        if value in (None, ""):
            continue
        for row in rows[top + 1: bottom + 1]:
            if left < len(row) and row[left] in (None, ""):
                row[left] = value


def _read_csv(path, name):
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Unreadable(_("The text of the .csv file cannot be read. Save the roster as .xlsx and upload that."))
    first = text.partition("\n")[0]
    delimiter = max(",\t;，", key=first.count)
    rows, formulas = [], {}
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if len(rows) >= safety.MAX_ROWS:
                raise safety.too_many_rows()
            if len(row) > safety.MAX_COLUMNS:
                raise Unreadable(_("A sheet has more than {most} columns. Delete what stands to the right of the roster, "
                                   "and upload the workbook again.").format(most=safety.MAX_COLUMNS))
            found = {at: cell[:200] for at, cell in enumerate(row) if cell.startswith("=")}
            if found:
                formulas[len(rows)] = found
            rows.append(["" if at in found else cell for at, cell in enumerate(row)])
    except csv.Error as error:
        raise Unreadable(_("The text of the .csv file cannot be read. Save the roster as .xlsx and upload that.")) from error
    return Sheet(Path(name).stem[:31], rows, formulas)
