"""Where the headings of each sheet stand, what they mean, and the rows below them."""

import hashlib

from django.utils.translation import gettext as _

from lms.people.rules.roster import headings, rows

from .safety import Unreadable
from .sentences import FIELD_LABELS, masked_text

SAMPLES = 3


def lay_out(sheets, remembered):
    """Return ``(layouts, skipped)`` as ``ImportBatch`` stores them: one layout for all sheets with the same headings.

    ``remembered`` maps heading keys to fields. ``skipped`` are the names of sheets in which nothing looks like a table.
    """
    layouts, skipped = {}, []
    for sheet in sheets:
        found = headings.find(sheet.rows, remembered)
        if found is None:
            skipped.append(sheet.name)
            continue
        key = hashlib.sha256("\0".join(found.texts).encode()).hexdigest()[:12]
        layout = layouts.setdefault(key, {"key": key, "sheets": [], "texts": list(found.texts),
                                          "fields": list(found.fields), "samples": [[] for _text in found.texts]})
        layout["sheets"].append({"name": sheet.name, "row": found.row, "height": found.height})
        _add_samples(layout["samples"], sheet.rows[found.row + found.height:][:10])
    return list(layouts.values()), skipped


def _add_samples(samples, lines):
    for line in lines:
        for at, values in enumerate(samples):
            text = rows.shown(line[at]) if at < len(line) else ""
            if text and text not in values and len(values) < SAMPLES:
                values.append(masked_text(text)[:40])


def missing_fields(fields):
    """Return the labels of the required fields that no column was given."""
    return [str(FIELD_LABELS[name]) for name in headings.REQUIRED if name not in fields]


def no_headings():
    return _("No headings such as 姓名, 党组织名称 and 职务 were found. Check that this is a roster, and that its headings stand above "
             "the rows.")


def usable(layouts):
    """Return the layouts that are rosters; raise :class:`Unreadable` when there is none, or when one lacks a column.

    A sheet whose headings name no person at all (a list of posts, notes) is no roster, and is left out.
    """
    rosters = [layout for layout in layouts if headings.NAME in layout["fields"]]
    if not rosters:
        raise Unreadable(no_headings())
    for layout in rosters:
        missing = missing_fields(layout["fields"])
        if missing:
            raise Unreadable(_("The sheet “{sheet}” has no column for: {missing}. Add it, or choose the column in the "
                               "browser.").format(sheet=layout["sheets"][0]["name"], missing=", ".join(missing)))
    return rosters


def clean_rows(sheets, layouts, *, categories, superiors, today):
    """Return the :class:`facts.Cleaned` rows of all sheets, in the order of the workbook.

    ``categories`` maps keys to codes, ``superiors`` holds the keys of known directly affiliated organisations.
    """
    where = {place["name"]: (place, layout) for layout in layouts for place in layout["sheets"]}
    cleaned = []
    for sheet in sheets:
        if sheet.name not in where:
            continue
        place, layout = where[sheet.name]
        columns = {name: at for at, name in enumerate(layout["fields"]) if name in headings.FIELDS}
        facts = rows.SheetFacts(sheet.name, tuple(layout["texts"]), columns,
                                rows.superior_of_sheet(sheet.name, sheet.rows[: place["row"]], superiors))
        begin = place["row"] + place["height"]
        for index, line in enumerate(sheet.rows[begin:], start=begin):
            formulas = sheet.formulas.get(index, {})
            if rows.is_row(line, facts) or (formulas and _formula_row(line, formulas, facts)):
                cleaned.append(rows.clean(line, index + 1, facts, formulas=formulas, categories=categories, today=today))
    if not cleaned:
        raise Unreadable(_("There are headings but no rows below them. Check that this is the right file."))
    return cleaned


def _formula_row(line, formulas, facts):
    """A row of nothing but formulas in personal columns is a row too, unless it is a line of totals."""
    filled = [formulas.get(at, value) for at, value in enumerate(line)]
    return rows.is_row(filled, facts)
