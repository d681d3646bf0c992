"""Tables written row by row: workbooks and files of comma-separated values, in memory that does not grow with them.

A table of either format is written alike. What repeats from row to row is prepared once and used as often as it occurs::

    with Workbook(path, author=person.name) as book:
        table = book.table("Attendance", columns, title="Attendance 2017")
        session = table.cells(0, ("Opening", date(2017, 9, 5)))
        for name, minutes in people:
            table.write(session, table.cells(2, (name, minutes)))

Texts are texts: nothing in them is ever a formula (:func:`lms.tables.texts.acts`).
"""

from .columns import Column
from .comma import CommaFile
from .workbook import Workbook

__all__ = ["Column", "CommaFile", "Workbook", "write_all"]


def write_all(table, rows):
    """Write every tuple of ``rows`` into ``table``; return how many."""
    count = 0
    for row in rows:
        table.write(table.cells(0, row))
        count += 1
    return count
