from .attendance import AttendanceMark
from .cohort import Cohort, Enrolment
from .election import ElectionRound
from .feed import CalendarFeed
from .order import LessonOrder, MenuItem
from .programme import Programme
from .session import ClassSession, Venue

__all__ = [
    "AttendanceMark", "CalendarFeed", "ClassSession", "Cohort", "ElectionRound", "Enrolment", "LessonOrder", "MenuItem",
    "Programme", "Venue",
]
