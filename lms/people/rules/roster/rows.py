"""Which lines of a sheet are rows of the roster, and what their cells say."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from . import values
from .facts import Cleaned, Problem
from .headings import CATEGORY, FIELDS, NAME, ORGANISATION, PERSONAL, PHONE, STAFF_NO, SUPERIOR
from .text import organisation_key, plain, tight

_TOTAL = re.compile(r"(合计|总计|小计|共计|总人数|总数|共\d+人)")
_FOOT = re.compile(r"(填表人|填报人|制表人|审核人|审批人|经办人|负责人|联系人|签字|签名|盖章|填报单位|填表单位|填报日期|填表日期|"
                   r"制表日期|备注[:]|说明[:]|注[:.、1]|注意)")
_REPORTED_BY = re.compile(r"(?:填报|填表|报送)单位(?:\([^)]*\))?:?(.+?)(?:填报日期.*|日期.*)?$")
_PLACE = re.compile(r".*(街道|镇|乡|党工委|办事处)$")
# Typed values say who somebody is; a calculated one may say something else tomorrow.
_TYPED_ONLY = (NAME, PHONE, STAFF_NO, ORGANISATION)


@dataclass(frozen=True)
class SheetFacts:
    """A sheet to be read: its name, its headings' texts, which column (from 0) holds which field, and the superior that its
    name or its title line gives ("" when neither does)."""

    name: str
    texts: tuple
    columns: dict
    superior: str = ""

    @cached_property
    def headings(self):
        """``{field: heading}``, without the heading above it where there are two rows of them."""
        return {name: self.texts[at].rsplit("/", 1)[-1] if at < len(self.texts) else ""
                for name, at in self.columns.items()}


def superior_of_sheet(sheet_name, title_rows, known=()):
    """Return the superior organisation that a sheet belongs to as a whole: by its name, else by its 填报单位 line.

    A name counts when it is that of a known organisation (``known`` holds keys) or ends as a sub-district's does.
    """
    candidates = [tight(sheet_name)]
    for row in title_rows:
        candidates += [match[1] for cell in row if (match := _REPORTED_BY.search(tight(cell)))]
    for text in candidates:
        if organisation_key(text) in known or _PLACE.match(text):
            return text
    return ""


def is_row(cells, sheet):
    """Tell whether a line of cells is a row of the roster: no total, no signature, no repeated heading, not blank."""
    first = next((text for value in cells if value not in (None, "") and (text := tight(value))), "")
    if not first or _TOTAL.match(first) or _FOOT.match(first):
        return False
    personal = [cells[sheet.columns[name]] for name in PERSONAL if _has(cells, sheet, name)]
    if not any(value not in (None, "") and tight(value) for value in personal):
        return False
    heading = sheet.headings.get(NAME)
    return not (heading and _has(cells, sheet, NAME) and tight(cells[sheet.columns[NAME]]) == tight(heading))


def _has(cells, sheet, name):
    return name in sheet.columns and sheet.columns[name] < len(cells)


_READERS = {
    SUPERIOR: values.organisation, ORGANISATION: values.organisation, NAME: values.name, PHONE: values.phone,
    STAFF_NO: values.staff_no, "gender": values.gender, "position": values.position, "education": values.education,
}


def _read(name, value, categories, today):
    if name in _READERS:
        return _READERS[name](value)
    return values.category(value, categories) if name == CATEGORY else getattr(values, name)(value, today)


def clean(cells, number, sheet, *, formulas, categories, today):
    """Return the :class:`Cleaned` row of a line.

    ``cells`` are its values with merged cells filled, ``number`` its row number as the spreadsheet shows it, ``formulas``
    maps columns (from 0) to formula texts, ``categories`` maps keys to category codes.
    """
    found, raw, heads, problems = {}, {}, sheet.headings, []
    for name in FIELDS:
        at = sheet.columns.get(name)
        if at is None:
            continue
        value = cells[at] if at < len(cells) else ""
        raw[name] = shown(value)
        formula = formulas.get(at)
        if formula is not None and (name in _TYPED_ONLY or raw[name] == ""):
            raw[name] = formula
            problems.append(Problem("formula", heads[name], formula))
            continue
        try:
            found[name] = _read(name, value, categories, today) if value not in (None, "") else ""
        except values.Bad as bad:
            problems.append(Problem(bad.code, heads[name], raw[name], bad.params))
    found[SUPERIOR] = found.get(SUPERIOR) or sheet.superior
    row = Cleaned(sheet.name, number, **found, columns=heads, raw=raw)
    _find_gaps(row, found, problems)
    return replace(row, problems=tuple(problems)) if problems else row


def _find_gaps(row, found, problems):
    """Add what the row lacks: a name, an organisation, a position; and dates that contradict each other."""
    for name, code in ((NAME, "name_missing"), (ORGANISATION, "organisation_missing"), ("position", "position_missing")):
        if found.get(name) == "" or name not in row.columns:
            problems.append(row.problem(code, name))
    if row.born and row.since and row.since[:4] <= row.born[:4]:
        problems.append(row.problem("since_before_born", "since"))


def shown(value):
    """Return a cell as a person would read it: dates without a midnight, numbers without ".0"."""
    text = plain(value)
    return text[:-9] if text.endswith(" 00:00:00") else text[:200]

