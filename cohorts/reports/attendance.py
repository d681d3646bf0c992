"""Attendance as it is handed in: a line a mark or a column a session, as a workbook or as comma-separated values."""

from django.utils.translation import gettext as _

from cohorts.queries.attendance_export import parts_of
from cohorts.reports.attendance_wide import write_wide, write_wide_files
from cohorts.reports.attendance_words import Rates, Words, definitions, facts
from cohorts.rules.attendance import STATUSES, minutes_earned
from lms.tables import Column, CommaFile, Workbook, write_all
from lms.tables.columns import CLOCK, DAY, MOMENT
from lms.tables.workbook import MOST_ROWS

LONG, WIDE = "long", "wide"
XLSX, CSV = "xlsx", "csv"


def suffix_of(shape, form):
    """Return how the file's name ends: a table a cohort in comma-separated values makes several files."""
    return "zip" if (shape, form) == (WIDE, CSV) else form


def write_attendance(*, path, user, wanted, shape=LONG, form=XLSX, progress=None, sheet_rows=MOST_ROWS):
    """Write the marks that ``user`` may see to ``path`` and return how many there are; memory does not grow with them.

    ``wanted`` is a :class:`cohorts.queries.attendance_export.Wanted`; ``progress(done, total)`` is told sessions.
    A sheet holds ``sheet_rows`` at most; what is longer goes on in the next.
    """
    parts = _told(parts_of(user, wanted, everyone=shape == WIDE), progress)
    if form == CSV:
        if shape == WIDE:
            return write_wide_files(path, parts)
        with CommaFile(path, columns()) as table:
            return write_long(table, parts, Rates())
    title, said, rates = _("Attendance"), facts(user, wanted), Rates()
    names = [_("Attendance rate"), _("Definitions")]
    with Workbook(path, author=user.name, title=title, sheet_rows=sheet_rows, front=names) as book:
        if shape == WIDE:
            count = write_wide(book, parts, rates)
        else:
            count = write_long(book.table(_("Attendance"), columns(), title=title, notes=said, fixed=1), parts, rates)
        write_all(book.table(names[0], Rates.columns(), title=names[0], notes=said, fixed=1), rates.rows())
        write_all(book.table(names[1], (Column(_("Term"), 20), Column(_("Meaning"), 120)), title=names[1], counted=False),
                  definitions())
        book.contents(title, said)
    return count


def columns():
    return (
        Column(_("Cohort"), 34), Column(_("Session"), 34), Column(_("Kind"), 12), Column(_("Date"), 12, DAY),
        Column(_("Starts"), 8, CLOCK), Column(_("Venue"), 24), Column(_("Name"), 12), Column(_("Position"), 14),
        Column(_("Organisation"), 34), Column(_("Sub-district"), 20), Column(_("Status"), 12), Column(_("Method"), 16),
        Column(_("Observed"), 18, MOMENT), Column(_("Minutes credited"), 10, "0"), Column(_("Reason"), 24),
    )


def write_long(table, parts, rates):
    """Write a line a mark; return how many."""
    words = Words()
    statuses, methods, cells, write = words.statuses, words.methods, table.cells, table.write
    for part in parts:
        people = {
            pk: cells(6, (place.name, words.positions.get(place.position, place.position), place.organisation, place.superior))
            for pk, place in part.places.items()
        }
        for session in part.sessions:
            marks = part.marks.get(session.pk)
            if not marks:
                continue
            earned = {status: minutes_earned(status, session.minutes) for status in STATUSES}
            rates.add(session, [mark[2] for mark in marks])
            opening = cells(0, (session.cohort, session.title, words.kinds.get(session.kind, session.kind),
                                session.starts_at.date(), session.starts_at.time(), session.venue))
            for place, status, counted, method, observed_at, reason in marks:
                write(opening, people[place], cells(10, (
                    statuses[status, counted], methods[method], observed_at, earned[counted], reason,
                )))
    return table.count


def _told(parts, progress):
    for part, done, total in parts:
        yield part
        if progress:
            progress(done, total)
