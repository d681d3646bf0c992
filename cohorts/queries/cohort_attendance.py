"""The whole attendance of a cohort: people by sessions."""

from dataclasses import dataclass

from cohorts.enums import ATTENDED, SEATED, AttendanceStatus
from cohorts.models import AttendanceMark, ClassSession, Enrolment

SIGNS = {"present": "√", "late": "迟", "left_early": "退", "excused": "假", "absent": "缺"}


@dataclass(frozen=True)
class Cell:
    """What stands at one session of one person: a status ('' for none), or that they are not expected there."""

    session: ClassSession
    status: str = ""
    expected: bool = True


@dataclass(frozen=True)
class Line:
    """A person with a cell for each session, at how many they were, and how many they were expected at so far."""

    enrolment: Enrolment
    cells: list
    there: int
    counted: int


def attendance_of(cohort, user, now):
    """Return ``(sessions, lines)`` of the people of ``cohort`` whom ``user`` may see. Three queries."""
    sessions = list(ClassSession.objects.filter(cohort=cohort, cancelled_at=None).order_by("starts_at", "pk"))
    seats = (
        Enrolment.objects.visible_to(user).filter(cohort=cohort, state__in=SEATED)
        .select_related("person", "organisation", "group").order_by("person__name_key", "pk")
    )
    marks = {
        (session, enrolment): status for session, enrolment, status in
        AttendanceMark.objects.current().filter(session__cohort=cohort).exclude(status=AttendanceStatus.UNDONE)
        .values_list("session_id", "enrolment_id", "status")
    }
    return sessions, [_line(seat, sessions, marks, now) for seat in seats]


def _line(seat, sessions, marks, now):
    cells = [
        Cell(session, marks.get((session.pk, seat.pk), ""), session.group_id in (None, seat.group_id)) for session in sessions
    ]
    begun = [cell for cell in cells if cell.expected and cell.session.starts_at <= now]
    return Line(seat, cells, sum(cell.status in ATTENDED for cell in begun), len(begun))
