from .attendance import AttendanceMark
from .cohort import Cohort, Enrolment
from .election import ElectionRound
from .order import LessonOrder, MenuItem
from .programme import Programme
from .session import ClassSession, Venue

__all__ = [
    "AttendanceMark", "ClassSession", "Cohort", "ElectionRound", "Enrolment", "LessonOrder", "MenuItem", "Programme",
    "Venue",
]
