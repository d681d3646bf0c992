"""The error workbook: the original, with a reason beside each row that was not taken."""

from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException

from lms.confined import Exceeded, confined

from .reading import READING
from .sentences import sentence

# Above this many rows the original is too large to be kept whole in memory; the refused rows alone are written.
KEEP_ORIGINAL_UP_TO = 15_000
_RED = PatternFill("solid", start_color="FFFDE8E4")
_INK = Font(color="FF9B1C1C")


@dataclass(frozen=True)
class Mark:
    """A row that was not taken: ``reasons`` in words, its headings by field, and what stood in it."""

    sheet: str
    number: int
    reasons: str
    columns: dict
    raw: dict


def mark_workbook(path, name, verdicts, target, *, sentence=sentence):
    """Write to ``target`` the workbook at ``path`` with the reasons of ``verdicts``; formulas become text.

    ``sentence`` puts a problem into words; other workbooks than rosters bring their own.

    A ``.csv`` and a workbook that is very long, or takes more than it may, give a new workbook of the refused rows alone.
    """
    marks = [Mark(verdict.sheet, verdict.number, _reasons(verdict, sentence), dict(verdict.cleaned.columns),
                  dict(verdict.cleaned.raw)) for verdict in verdicts]
    data = None
    if name.lower().endswith(".xlsx") and max((mark.number for mark in marks), default=0) <= KEEP_ORIGINAL_UP_TO:
        with suppress(Exceeded):
            data = confined(marked_original, Path(path), marks, limits=READING)
    if data is None:
        _refused_rows(marks).save(target)
    elif hasattr(target, "write"):
        target.write(data)
    else:
        Path(target).write_bytes(data)


def marked_original(path, marks):
    """Return the bytes of the workbook at ``path`` with ``marks`` in it; None where it holds something that cannot be kept."""
    book = _open(path)
    if book is None:
        return None
    _mark_original(book, marks)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _open(path):
    """Return the original workbook, or None where it holds something that cannot be kept."""
    with path.open("rb") as handle:
        try:
            return load_workbook(handle, keep_vba=False, keep_links=False)
        except (InvalidFileException, KeyError, ValueError, TypeError):
            return None


def _reasons(verdict, sentence):
    return "\n".join(f"{problem.column}：{sentence(problem)}" if problem.column else sentence(problem)
                     for problem in verdict.problems)


def _mark_original(book, marks):
    by_sheet = {}
    for mark in marks:
        by_sheet.setdefault(mark.sheet, []).append(mark)
    for page in book.worksheets:
        _neutralise(page)
        marked = by_sheet.get(page.title, [])
        if not marked:
            continue
        column = page.max_column + 1
        heads = _heading_row(page, marked)
        heading = page.cell(heads, column, _("Why this row was not taken"))
        beside = page.cell(heads, max(column - 1, 1))
        heading.font, heading.alignment, heading.fill = copy(beside.font), copy(beside.alignment), copy(_RED)
        page.column_dimensions[heading.column_letter].width = 60
        for mark in marked:
            cell = page.cell(mark.number, column)
            _write_text(cell, mark.reasons)
            cell.font, cell.fill, cell.alignment = _INK, _RED, Alignment(wrap_text=True, vertical="top")


def _heading_row(page, marked):
    """Return the row of the headings: the nearest above the first marked row that holds one of its headings."""
    names = {text for mark in marked for text in mark.columns.values() if text}
    for row in range(marked[0].number - 1, 0, -1):
        if any(isinstance(cell.value, str) and "".join(cell.value.split()) in names for cell in page[row]):
            return row
    return 1


def _neutralise(page):
    """Turn every formula into the text that it is: whoever opens the workbook runs nothing."""
    for row in page.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                text = getattr(cell.value, "text", cell.value)
                _write_text(cell, str(text or ""))
            if cell.hyperlink is not None:
                cell.hyperlink = None


def _write_text(cell, text):
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = True


def _refused_rows(marks):
    book = Workbook()
    page = book.active
    page.title = _("Refused rows")
    names = list(dict.fromkeys(name for mark in marks for name in mark.columns))
    columns = {}
    for mark in marks:
        columns = {**mark.columns, **columns}
    heads = [_("Sheet"), _("Row"), *(columns[name] for name in names), _("Why this row was not taken")]
    for at, text in enumerate(heads, start=1):
        page.cell(1, at, text).font = Font(bold=True)
    for line, mark in enumerate(marks, start=2):
        page.cell(line, 2, mark.number)
        _write_text(page.cell(line, 1), mark.sheet)
        for at, name in enumerate(names, start=3):
            _write_text(page.cell(line, at), mark.raw.get(name, ""))
        _write_text(page.cell(line, len(heads)), mark.reasons)
    page.column_dimensions[page.cell(1, len(heads)).column_letter].width = 60
    page.freeze_panes = "A2"
    return book
