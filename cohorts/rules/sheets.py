"""What stands on a paper sign-in sheet, keyed in row by row or uploaded as a table.

A row names a person by the number on the printed sheet, by staff number or by name, and says a mark in one of the words and
signs that are usual. Nothing is guessed: a row that cannot be read, or fits two people, is named with its reason.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

WORDS = {
    "present": ("1", "√", "✓", "✔", "v", "到", "已到", "签到", "已签到", "出席", "出勤", "正常", "present", "here"),
    "late": ("2", "迟", "迟到", "late"),
    "left_early": ("3", "退", "早退", "left early", "left_early"),
    "excused": ("4", "假", "请假", "事假", "病假", "公假", "已请假", "leave", "excused"),
    "absent": ("5", "缺", "缺席", "缺勤", "旷课", "未到", "×", "x", "absent"),
}
STATUS = {word: status for status, words in WORDS.items() for word in words}
HEADINGS = {
    "place": ("序号", "号", "no.", "no", "#"),
    "staff_no": ("编号", "工号", "学号", "staff number", "number"),
    "name": ("姓名", "学员", "学员姓名", "name"),
    "mark": ("考勤", "签到", "出勤", "出席", "到课", "状态", "考勤情况", "签到情况", "mark", "attendance", "status"),
}
COLUMN = {heading: column for column, headings in HEADINGS.items() for heading in headings}
HEADING_WITHIN = 12  # rows
_MARK = re.compile(r"(?P<word>.+?)(?:\s*(?P<minutes>\d{1,3})\s*(?:分钟|分|min|minutes)?)?", re.IGNORECASE)


@dataclass(frozen=True)
class Seat:
    """Someone on the printed sheet: ``place`` is their number on it."""

    enrolment_id: int
    place: int
    name: str
    staff_no: str = ""


@dataclass(frozen=True)
class Line:
    """A row that was read: ``minutes`` late or left early where the sheet says so."""

    row: int
    seat: Seat
    status: str
    minutes: int | None = None


@dataclass(frozen=True)
class Fault:
    """A cell that cannot be taken: row and column as the table counts them, what stands there, and why."""

    row: int
    column: str
    value: str
    code: str


@dataclass(frozen=True)
class Reading:
    lines: tuple
    faults: tuple


def plain(value):
    """Return a cell as text: without the ``.0`` of numbers, without doubled and wide spaces."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(unicodedata.normalize("NFKC", "" if value is None else str(value)).split())


def read_mark(text):
    """Return ``(status, minutes or None)`` of what was written, ``None`` for an empty cell; ``ValueError`` for other words."""
    text = plain(text).lower()
    if not text:
        return None
    if text in STATUS:
        return STATUS[text], None
    found = _MARK.fullmatch(text)
    if found and found["minutes"] and STATUS.get(found["word"].strip()) in ("late", "left_early"):
        return STATUS[found["word"].strip()], int(found["minutes"])
    raise ValueError(text)


def letter(index):
    """Return the name of a column of a table, as spreadsheets show it: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def read_sheet(rows, seats):
    """Read the cells ``rows`` of a table about the people ``seats``; return a :class:`Reading`. Empty marks are left out."""
    rows = [[plain(cell) for cell in row] for row in rows]
    head, columns = _heading(rows)
    if head is None:
        return Reading((), (Fault(1, "A", rows[0][0] if rows and rows[0] else "", "no_heading"),))
    book = _Book(seats)
    lines, faults, taken = [], [], {}
    for number, row in enumerate(rows[head + 1:], start=head + 2):
        cells = {column: row[index] if index < len(row) else "" for column, index in columns.items()}
        if not cells["mark"]:
            continue

        def fault(column, code, number=number, cells=cells):
            faults.append(Fault(number, letter(columns[column]), cells[column], code))

        seat, column, code = book.find(cells)
        if code:
            fault(column, code)
        try:
            status, minutes = read_mark(cells["mark"])
        except ValueError:
            fault("mark", "unknown_mark")
            continue
        if seat is None:
            continue
        if seat.enrolment_id in taken:
            fault(column, "twice")
            continue
        taken[seat.enrolment_id] = number
        lines.append(Line(number, seat, status, minutes))
    if not lines and not faults:
        faults.append(Fault(head + 1, letter(columns["mark"]), rows[head][columns["mark"]], "no_marks"))
    return Reading(tuple(lines), tuple(faults))


def _heading(rows):
    """Return the index of the row of headings and ``{column: index}``; None when no row says who and what."""
    for index, row in enumerate(rows[:HEADING_WITHIN]):
        columns = {}
        for at, cell in enumerate(row):
            column = COLUMN.get(cell.replace(" ", "").lower()) or COLUMN.get(cell.lower())
            if column:
                columns.setdefault(column, at)
        if "mark" in columns and columns.keys() & {"place", "staff_no", "name"}:
            return index, columns
    return None, {}


class _Book:
    """Finds a seat by what a row says of the person."""

    def __init__(self, seats):
        self.by = {
            "place": {str(seat.place): seat for seat in seats},
            "staff_no": {seat.staff_no: seat for seat in seats if seat.staff_no},
            "name": {seat.name.replace(" ", ""): seat for seat in seats},
        }
        self.names = Counter(seat.name.replace(" ", "") for seat in seats)

    def find(self, cells):
        """Return ``(seat or None, the column that decided, code of a fault or "")``."""
        name = cells.get("name", "").replace(" ", "")
        for column in ("staff_no", "place"):
            number = cells.get(column, "")
            seat = self.by[column].get(number)
            if seat is None:
                if number and (column == "staff_no" or not name):
                    return None, column, "unknown_number"
                continue
            if not name or seat.name.replace(" ", "") == name:
                return seat, column, ""
            if column == "staff_no" or self.names[name] != 1:
                return None, "name", "name_and_number"
        if not name:
            return None, "name" if "name" in cells else next(c for c in ("staff_no", "place") if c in cells), "nobody"
        if self.names[name] > 1:
            return None, "name", "several"
        if name not in self.by["name"]:
            return None, "name", "unknown_name"
        return self.by["name"][name], "name", ""
