"""Workbooks (``.xlsx``) streamed into their file: whatever their size, a few hundred rows are in memory.

A table that is longer than a sheet goes on in the next; a sheet of contents leads to all of them.
"""

import zipfile
from datetime import UTC, date, datetime, time
from functools import partial
from math import isfinite
from numbers import Number

from django.utils.timezone import is_aware, make_naive
from django.utils.translation import gettext as _

from lms.tables import parts
from lms.tables.columns import Column
from lms.tables.known import Known
from lms.tables.parts import escaped, letters
from lms.tables.texts import acts

MOST_ROWS = 1_048_576  # of a sheet, its headings included
LONGEST = 32_767  # characters of a cell
FLUSH = 200
EPOCH, FIRST_DAY = datetime(1899, 12, 30), date(1899, 12, 30)


class Workbook:
    """A workbook of tables, written one after the other; ``sheet_rows`` is the most rows of a sheet, headings included.

    ``front`` are tables' names that stand before the others, whenever they are written.
    """

    suffix = "xlsx"

    def __init__(self, path, *, author="", title="", sheet_rows=MOST_ROWS, front=()):
        self.author, self.title, self.sheet_rows, self.front = author, title, sheet_rows, tuple(front)
        self.sheets, self.styles, self._open = [], parts.Styles(), None
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1)

    def __enter__(self):
        return self

    def __exit__(self, kind, *failure):
        if kind is None:
            self.close()
        else:
            if self._open is not None:
                self._open.abandon()
            self._zip.close()

    def table(self, name, columns, *, title="", notes=(), fixed=0, counted=True):
        """Begin a table and return it; the one before is finished.

        ``fixed`` columns stay in sight beside the headings; one that is not ``counted`` is not told of in the contents.
        """
        self.finish()
        self._open = Table(self, name, columns, title, notes, fixed, counted)
        return self._open

    def finish(self):
        if self._open is not None:
            self._open.finish()
            self._open = None

    def begin(self, name, counted):
        """Add a sheet under ``name``, or one much like it; return it with the stream of its part."""
        sheet = parts.Sheet(parts.free_name(name, {one.name for one in self.sheets}), len(self.sheets) + 1, name, counted)
        self.sheets.append(sheet)
        return sheet, self._zip.open(sheet.part, "w", force_zip64=True)

    def contents(self, title, notes=()):
        """Write the sheet of contents, which stands first: each sheet with its rows, and what the workbook says of itself."""
        told = [sheet for sheet in self._ordered() if sheet.counted]
        table = self.table(_("Contents"), (Column(_("Sheet"), 44), Column(_("Rows"), 14, "#,##0")), title=title, notes=notes,
                           counted=False)
        table.sheet.first = True
        for sheet in told:
            table.sheet.links[f"A{table.next_row}"] = sheet
            table.write(table.cells(0, (sheet.name, sheet.rows)))
        self.finish()

    def close(self):
        self.finish()
        ordered = self._ordered()
        for name, text in parts.frame(ordered, self.styles, author=self.author, title=self.title, made=datetime.now(UTC)):
            self._zip.writestr(name, text)
        self._zip.close()

    def _ordered(self):
        places = {name: place for place, name in enumerate(self.front)}
        return sorted(self.sheets, key=lambda sheet: (
            not sheet.first, places.get(sheet.table, len(places)), sheet.number))


class Table:
    """A table over as many sheets as it needs, each with its title, its frozen headings and a filter."""

    def __init__(self, book, name, columns, title, notes, fixed, counted):
        self.book, self.name, self.columns, self.title = book, name, tuple(columns), title
        self.notes, self.fixed, self.counted, self.count = tuple(notes), fixed, counted, 0
        styles = book.styles
        self._known = [
            Known(partial(self._cell, f'<c r="{letters(at)}\0" s="', styles.of(column.number_format)))
            for at, column in enumerate(self.columns)
        ]
        self._yes, self._no = _("Yes"), _("No")
        self._lines, self._stream = [], None
        self._begin()

    @property
    def next_row(self):
        return self._row + 1

    def cells(self, start, values):
        """Return ``values`` prepared for the columns from ``start`` on.

        Shapes: text, number, truth, day, moment (shown in local time), time of day in whole minutes,
        None for an empty cell. What is neither becomes text.
        """
        return "".join([known[value] for known, value in zip(self._known[start:start + len(values)], values, strict=True)])

    def write(self, *prepared):
        """Write one row, made of what :meth:`cells` prepared."""
        if self._row >= self.book.sheet_rows:
            self._end()
            self._begin()
        self._row += 1
        self.count += 1
        self._lines.append(f'<row r="\0">{"".join(prepared)}</row>'.replace("\0", str(self._row)))
        if len(self._lines) >= FLUSH:
            self._flush()

    def finish(self):
        if self._stream is not None:
            self._end()

    def abandon(self):
        """Give up the sheet that is being written: the work failed, and so its file is nothing."""
        self._stream.close()
        self._stream = None

    def _begin(self):
        name = self.name if not self.count else f"{self.name} {sum(s.table == self.name for s in self.book.sheets) + 1}"
        self.sheet, self._stream = self.book.begin(name, self.counted)
        self.sheet.table = self.name
        head, self._row = parts.sheet_head(self)
        self.sheet.head_row = self._row
        self._stream.write(head.encode())

    def _end(self):
        self._flush()
        self.sheet.rows = self._row - self.sheet.head_row
        self._stream.write(parts.sheet_tail(self, self._row).encode())
        self._stream.close()
        self._stream = None

    def _flush(self):
        self._stream.write("".join(self._lines).encode())
        self._lines.clear()

    def _cell(self, opening, style, value):
        if value.__class__ is str and value.isalnum() and len(value) <= LONGEST:  # most texts: nothing in them needs care
            return f'{opening}{style}" t="inlineStr"><is><t>{value}</t></is></c>'
        if value is None or value == "":
            return f'{opening}{style}"/>'
        if isinstance(value, bool):
            value = self._yes if value else self._no
        if isinstance(value, Number) and isfinite(value):
            return f'{opening}{style}"><v>{value}</v></c>'
        if isinstance(value, datetime):
            value = make_naive(value) if is_aware(value) else value
            return f'{opening}{style}"><v>{(value - EPOCH).total_seconds() / 86400:.8f}</v></c>'
        if isinstance(value, time):
            return f'{opening}{style}"><v>{(value.hour * 60 + value.minute) / 1440:.8f}</v></c>'
        if isinstance(value, date):
            return f'{opening}{style}"><v>{(value - FIRST_DAY).days}</v></c>'
        text = str(value)[:LONGEST]
        if acts(text):
            style = self.book.styles.quoting
        space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
        return f'{opening}{style}" t="inlineStr"><is><t{space}>{escaped(text)}</t></is></c>'
