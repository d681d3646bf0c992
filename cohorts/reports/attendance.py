"""Attendance of a programme, a line a mark, streamed from the database into the workbook."""

from django.utils import timezone
from django.utils.translation import gettext as _
from rustpy_xlsxwriter import FastExcel

from cohorts.enums import ATTENDED, AttendanceStatus, MarkMethod, SessionKind
from cohorts.models import AttendanceMark
from lms.people.enums import Position

SHEET_ROWS = 1_000_000


def attendance_marks(*, user, programme):
    """Return the current marks of the programme's sessions that ``user`` may see, in a stable order."""
    return (
        AttendanceMark.objects.visible_to(user).current()
        .filter(session__cohort__programme=programme)
        .order_by("session__cohort_id", "session__starts_at", "session_id", "enrolment_id")
    )


def write_attendance(*, path, user, programme, progress=None):
    """Write the marks to ``path`` and return how many there are; memory does not grow with them.

    ``progress(done, total)`` is called as the lines are written. Texts are typed strings: nothing is executed.
    """
    marks = attendance_marks(user=user, programme=programme)
    expected = marks.count()
    workbook = FastExcel(str(path)).format(bold_headers=True).freeze(row=1)
    for number in range(max(1, -(-expected // SHEET_ROWS))):
        part = marks[number * SHEET_ROWS:(number + 1) * SHEET_ROWS]
        name = _("Attendance") if not number else f"{_('Attendance')} {number + 1}"
        lines = _lines(part, number * SHEET_ROWS, expected, progress)
        workbook.sheet(name, lines if expected else [dict.fromkeys(_headings(), "")])
    workbook.save()
    return expected


def _headings():
    return [
        _("Cohort"), _("Sub-district"), _("Organisation"), _("Name"), _("Position"), _("Session"), _("Kind"), _("Date"),
        _("Starts"), _("Venue"), _("Status"), _("Method"), _("Observed"), _("Minutes credited"), _("Reason"),
    ]


def _lines(marks, offset, expected, progress):
    headings = _headings()
    positions = {value: str(label) for value, label in Position.choices}
    kinds = {value: str(label) for value, label in SessionKind.choices}
    statuses = {value: str(label) for value, label in AttendanceStatus.choices}
    methods = {value: str(label) for value, label in MarkMethod.choices}
    local = timezone.get_current_timezone()
    columns = marks.values_list(
        "session__cohort__title", "enrolment__organisation__parent__name", "enrolment__organisation__name",
        "enrolment__person__name", "enrolment__position", "session__title", "session__kind", "session__starts_at",
        "session__venue__name", "status", "method", "observed_at", "session__minutes", "reason",
    )
    for index, row in enumerate(columns.iterator(chunk_size=5000), start=offset + 1):
        (cohort, superior, organisation, name, position, session, kind, starts_at, venue, status, method, observed_at,
         minutes, reason) = row
        starts = starts_at.astimezone(local)
        if progress and index % 2000 == 0:
            progress(index, expected)
        yield dict(zip(headings, (
            cohort, superior or "", organisation, name, positions.get(position, position), session,
            kinds.get(kind, kind), f"{starts:%Y-%m-%d}", f"{starts:%H:%M}", venue or "", statuses[status],
            methods[method], f"{observed_at.astimezone(local):%Y-%m-%d %H:%M}", minutes if status in ATTENDED else 0,
            reason,
        ), strict=True))
