"""Read a roster file into rows with a name and what tells who is meant."""

import tempfile
from pathlib import Path

from django.utils.translation import gettext as _

from cohorts.rules.matching import NAME, ORGANISATION, PHONE, STAFF_NO, Row
from lms.people.rosters.reading import read_roster
from lms.people.rosters.safety import Unreadable
from lms.people.rules.roster import headings, rows, values
from lms.people.rules.roster.text import organisation_key

MOST_ROWS = 3000
READERS = {NAME: values.name, PHONE: values.phone, STAFF_NO: values.staff_no, ORGANISATION: organisation_key}


def read_people(upload):
    """Return ``(rows, columns)`` of an uploaded workbook or text table; raise :class:`Unreadable` with what to do.

    ``rows`` are :class:`Row` of every sheet with a column of names; ``columns`` maps a sheet to ``{field: heading}``.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        with path.open("wb") as out:
            for chunk in upload.chunks():
                out.write(chunk)
        sheets = read_roster(path, upload.name)
    found, columns = [], {}
    for sheet in sheets:
        heads = headings.find(sheet.rows)
        if heads is None or NAME not in heads.fields:
            continue
        places = {name: at for at, name in enumerate(heads.fields) if name in READERS}
        facts = rows.SheetFacts(sheet.name, heads.texts, places)
        columns[sheet.name] = facts.headings
        for index, line in enumerate(sheet.rows[heads.row + heads.height:], start=heads.row + heads.height):
            if rows.is_row(line, facts):
                found.append(_row(sheet.name, index + 1, line, places))
        if len(found) > MOST_ROWS:
            raise Unreadable(_("The file has more than %(most)s people. Divide it.") % {"most": MOST_ROWS})
    if not columns:
        raise Unreadable(_("No column of names was found. Name one 姓名, and beside it 联系电话, 工号 or 党组织名称."))
    if not found:
        raise Unreadable(_("There are headings but no rows below them. Check that this is the right file."))
    return found, columns


def _row(sheet, number, line, places):
    cells, unreadable = {}, {}
    for name, at in places.items():
        value = line[at] if at < len(line) else ""
        cells[name] = rows.shown(value)
        try:
            cells[name] = READERS[name](value) if value not in (None, "") else ""
        except values.Bad as bad:
            unreadable[name] = (bad.code, bad.params)
    return Row(sheet, number, cells, unreadable)
