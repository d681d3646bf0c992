"""What is looked at before a workbook is unpacked, and the limits of what will be.

Everything here is measured while streaming, never by what a file says of itself alone.
"""

import re
from pathlib import PurePath
from xml.parsers import expat

from django.utils.translation import gettext as _

from lms import archives

MAX_BYTES = 20 * 1024 * 1024
# Roster sheets pack some 10 to 30 times; below a few MB a part may be as repetitive as it likes.
LIMITS = archives.Limits(entries=1000, unpacked=300 * 1024 * 1024, ratio=400, ratio_from=4 * 1024 * 1024)
MAX_ROWS = 50_000
MAX_COLUMNS = 100
MAX_CELLS = 3_000_000  # of the rectangle around everything that is written in a sheet
MAX_SHEETS = 200
MAX_MERGES = 100_000
_CHUNK = 256 * 1024


class Unreadable(Exception):
    """The file cannot be taken, in a sentence that says what to do."""


def check_name(name):
    """Return ``"xlsx"`` or ``"csv"`` by the file's ending; raises :class:`Unreadable` for every other one."""
    ending = PurePath(name).suffix.lower()
    if ending in (".xlsx", ".csv"):
        return ending[1:]
    if ending in (".xls", ".et", ".ods", ".numbers"):
        raise Unreadable(_("Files ending in {ending} cannot be read. Open the file, choose “Save as”, take “Excel "
                           "workbook (.xlsx)”, and upload that file.").format(ending=ending))
    if ending in (".xlsm", ".xltm", ".xlsb", ".xlam"):
        raise Unreadable(_("Workbooks with macros are not accepted. Open the file, choose “Save as”, take “Excel "
                           "workbook (.xlsx)”, and upload that file."))
    raise Unreadable(_("Only rosters as .xlsx or .csv files can be imported. Choose the workbook itself, not a picture, "
                       "document or archive of it."))


def check_upload(name, size, head):
    """Refuse at once what need not be kept: ``head`` are the first bytes. Returns ``"xlsx"`` or ``"csv"``."""
    kind = check_name(name)
    if size == 0:
        raise Unreadable(_("The file is empty. Save the workbook once more and upload it again."))
    if size > MAX_BYTES:
        raise Unreadable(_("The file is larger than {most} MB. Remove pictures from the workbook, or divide it by "
                           "sub-district.").format(most=MAX_BYTES // 1024 // 1024))
    if kind == "xlsx" and not head.startswith(b"PK\x03\x04"):
        if head.startswith(b"\xd0\xcf\x11\xe0"):
            raise Unreadable(_("This is an old .xls workbook, or one with a password, under another ending. Open it, "
                               "remove the password, choose “Save as”, and take “Excel workbook (.xlsx)”."))
        raise Unreadable(_("The file ends in .xlsx but is not a workbook. Open it in the program that made it, choose "
                           "“Save as”, and take “Excel workbook (.xlsx)”."))
    if kind == "csv" and (head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")) or b"\x00" in head[:1000]):
        raise Unreadable(_("The file ends in .csv but is not a text table. Upload the workbook itself as .xlsx."))
    return kind


def damaged():
    return Unreadable(_("The file is damaged or only part of it arrived. Open the workbook, save it once more, and upload it "
                        "again."))


def too_many_rows(most=MAX_ROWS):
    return Unreadable(_("The workbook has more than {most} rows. Divide it, for instance by sub-district, and import the "
                        "parts one after the other.").format(most=most))


def _bomb():
    return Unreadable(_("The file would unpack to far more than a roster holds, so it was not opened. Copy the rows into a "
                        "new workbook and upload that."))


def check_archive(path):
    """Unpack every part of the workbook at ``path`` as a stream, within the limits; keep nothing.

    Raises :class:`Unreadable` for bombs, macros, damaged and truncated files.
    """
    try:
        with archives.opened(path) as archive:
            names = set(archive.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise Unreadable(_("Workbooks with macros are not accepted. Open the file, choose “Save as”, take “Excel "
                                   "workbook (.xlsx)”, and upload that file."))
            archives.weigh(archive, LIMITS)
            if "[Content_Types].xml" not in names or not any(name.endswith("workbook.xml") for name in names):
                raise Unreadable(_("The file ends in .xlsx but is not a workbook. Open it in the program that made it, "
                                   "choose “Save as”, and take “Excel workbook (.xlsx)”."))
            archives.read_through(archive)
    except archives.Suspect as suspect:
        if suspect.kind == "password":
            raise Unreadable(_("The workbook is protected by a password. Remove the password and upload it again.")
                             ) from suspect
        raise (damaged() if suspect.kind == "damaged" else _bomb()) from suspect
    except (OSError, ValueError) as error:
        raise damaged() from error


_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def column_number(letters):
    """Return the column, from 0, of its letters: ``A`` is 0, ``AA`` 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


class SheetScan:
    """One streaming pass over a sheet's XML: how much is written in it, and where formulas stand.

    ``formulas`` maps ``(row, column)``, both from 0, to the formula's text with its "=".
    """

    def __init__(self, rows_so_far=0):
        self.formulas, self.rows, self.merges = {}, rows_so_far, 0
        self._row = self._column = -1
        self._last_counted = self._last_row = self._last_column = -1
        self._text = None
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.StartDoctypeDeclHandler = self._doctype
        parser.buffer_text = True

    def read(self, stream):
        try:
            while chunk := stream.read(_CHUNK):
                self._parser.Parse(chunk, False)
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise damaged() from error

    def _doctype(self, *args):
        raise damaged()  # workbooks have none; it could only make text grow

    def _start(self, name, attributes):
        tag = name.rpartition(" ")[2]
        if tag == "c":
            match = _REFERENCE.fullmatch(attributes.get("r", ""))
            if match:
                self._column, self._row = column_number(match[1]), int(match[2]) - 1
            else:
                self._column += 1
        elif tag == "v" or tag == "is":
            self._written()
        elif tag == "row":
            number = attributes.get("r", "")
            self._row, self._column = (int(number) - 1 if number.isdigit() else self._row + 1), -1
        elif tag == "f":
            self._written()
            self._text = []
            self._parser.CharacterDataHandler = self._text.append
        elif tag == "mergeCell":
            self.merges += 1
            if self.merges > MAX_MERGES:
                raise _bomb()

    def _end(self, name):
        if self._text is not None and name.rpartition(" ")[2] == "f":
            self.formulas[self._row, self._column] = "=" + "".join(self._text)[:200]
            self._text, self._parser.CharacterDataHandler = None, None

    def _written(self):
        if self._row != self._last_counted:
            self._last_counted = self._row
            self.rows += 1
            if self.rows > MAX_ROWS:
                raise too_many_rows()
        self._last_row, self._last_column = max(self._last_row, self._row), max(self._last_column, self._column)
        if self._last_column >= MAX_COLUMNS:
            raise Unreadable(_("A sheet has more than {most} columns. Delete what stands to the right of the roster, and "
                               "upload the workbook again.").format(most=MAX_COLUMNS))
        if (self._last_row + 1) * (self._last_column + 1) > MAX_CELLS:
            raise Unreadable(_("Something is written far below the roster, in row {row}. Delete it and upload the workbook "
                               "again.").format(row=self._last_row + 1))
