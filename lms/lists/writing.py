"""Lists written out part by part: memory does not grow with them, and no cursor is open while a job says how far it is."""

from array import array

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.lists.enums import Form
from lms.tables import CommaFile, Workbook, write_all

PART = 500


def parts_of(kind, user, asked, *, size=PART):
    """Yield ``(rows, done, total)``: first all keys (eight bytes each), then some hundred rows at once, dressed as on the page.

    What left the user's scope meanwhile is left out. As many queries a part as the page needs for its fifty rows.
    """
    rows = kind.rows(user, asked)
    if isinstance(rows, QuerySet):
        keys = array("q", rows.values_list("pk", flat=True))
        fetch = _fetching(rows)
    else:
        keys, fetch = rows, list
    total = len(keys)
    for start in range(0, total, size):
        part = fetch(keys[start:start + size])
        if kind.dress:
            part = kind.dress(user, part, asked)
        yield part, min(start + size, total), total


def _fetching(rows):
    unordered = rows.order_by()

    def fetch(keys):
        found = {row.pk: row for row in unordered.filter(pk__in=list(keys))}
        return [found[key] for key in keys if key in found]

    return fetch


def write_list(*, path, kind, user, asked, form=Form.XLSX, progress=None, size=PART):
    """Write the list to ``path`` as ``user`` sees it; return how many rows. ``progress(done, total)`` is told of each part."""
    resource = kind.resource()
    shown = resource.get_export_fields()

    def lines():
        for part, done, total in parts_of(kind, user, asked, size=size):
            for row in part:
                yield [each.export(row) for each in shown]
            if progress:
                progress(done, total)

    if form == Form.CSV:
        with CommaFile(path, resource.columns()) as table:
            return write_all(table, lines())
    title = str(kind.label)
    with Workbook(path, author=user.name, title=title) as book:
        return write_all(book.table(title, resource.columns(), title=title, notes=notes(kind, user, asked), fixed=1), lines())


def notes(kind, user, asked):
    """Return what stands above the table: whose list, of when, and what it was narrowed to."""
    told = [_("%(name)s, %(moment)s") % {"name": user.name, "moment": f"{timezone.localtime():%Y-%m-%d %H:%M}"}]
    if asked.of is not None:
        told.append(str(asked.of))
    return told + [f"{label}：{value}" for label, value in kind.words(user, asked)]
