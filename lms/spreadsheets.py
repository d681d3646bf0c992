"""Workbooks that open rightly and execute nothing.

In ``.xlsx`` every text is a typed string, which no spreadsheet executes, so it is written unchanged; telephone numbers are
text too, and keep their digits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import xlsxwriter


@dataclass(frozen=True)
class Column:
    """A column's heading, its width in characters, and how its numbers are shown."""

    heading: Any
    width: int = 14
    number_format: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet to hand in: a title over frozen headings, rows from any iterable, notes above the headings."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple]
    notes: tuple[str, ...] = ()
    landscape: bool = True


def write_workbook(path, sheets, *, author="", watermark=""):
    """Write ``sheets`` to ``path``, row by row, in memory that does not grow with them; return each sheet's row count.

    ``watermark`` is a line that stands above every printed page of every sheet.
    """
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False,
                                           "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"author": author})
    formats = _formats(book)
    try:
        counts = [_write_sheet(book, sheet, formats) for sheet in sheets]
        if watermark:
            for page in book.worksheets():
                page.set_header(f"&R&8{watermark.replace('&', '&&')[:220]}")
        return counts
    finally:
        book.close()


def _formats(book):
    base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True}
    return {
        "title": book.add_format(base | {"bold": True, "font_size": 16, "text_wrap": False}),
        "note": book.add_format(base | {"font_color": "#555555", "text_wrap": False}),
        "head": book.add_format(base | {"bold": True, "border": 1, "bg_color": "#F2E9E4", "align": "center"}),
        "cell": book.add_format(base | {"border": 1}),
        "base": base,
    }


def _write_sheet(book, sheet, formats):
    page = book.add_worksheet(sheet.name[:31])
    numbers = [
        book.add_format(formats["base"] | {"border": 1, "num_format": column.number_format})
        if column.number_format else None
        for column in sheet.columns
    ]
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width)
    page.set_row(0, 28)
    page.write_string(0, 0, sheet.title, formats["title"])
    line = 1
    for note in sheet.notes:
        page.write_string(line, 0, note, formats["note"])
        line += 1
    head = line
    page.set_row(head, 32)
    for index, column in enumerate(sheet.columns):
        page.write_string(head, index, str(column.heading), formats["head"])
    count = 0
    for row in sheet.rows:
        count += 1
        for index, value in enumerate(row):
            cell = numbers[index] or formats["cell"]
            if isinstance(value, bool) or value is None:
                page.write_string(head + count, index, "" if value is None else ("是" if value else "否"), cell)
            elif isinstance(value, int | float):
                page.write_number(head + count, index, value, cell)
            else:
                page.write_string(head + count, index, str(value), cell)
    _prepare_for_print(page, sheet, head, count)
    return count


def _prepare_for_print(page, sheet, head, count):
    last = len(sheet.columns) - 1
    page.freeze_panes(head + 1, 0)
    page.autofilter(head, 0, head + max(count, 1), last)
    page.print_area(0, 0, head + max(count, 1), last)
    page.repeat_rows(head)
    page.set_paper(9)
    if sheet.landscape:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P / &N")
