from .attendance import AttendanceMark, AttendancePolicy, RollCall, RollCallAnswer
from .booking import SiteBooking
from .check_in import Kiosk, PersonalCard
from .cohort import Cohort, CohortGroup, Enrolment, SeatShare
from .election import ElectionRound, ReadinessSnapshot
from .excellence import ExcellentTrainee
from .feed import CalendarFeed
from .leave import Leave, MakeUp
from .menu import MenuItem, OrderPolicy
from .order import LessonOrder, LessonWish, OrderEvent, OrderSlot
from .participation import ParticipationEntry
from .programme import Programme, ProgrammeModule
from .reminder import ReminderChoice
from .session import ClassSession
from .survey import Survey, SurveyAnswer, SurveyTemplate, SurveyTicket
from .timetable import DayTemplate, TimetableVersion
from .trainer import TeachingInvitation, TrainerAbsence, TrainerProfile
from .venue import Venue

__all__ = [
    "AttendanceMark", "AttendancePolicy", "CalendarFeed", "ClassSession", "Cohort", "CohortGroup", "DayTemplate",
    "ElectionRound", "Enrolment", "ExcellentTrainee", "Kiosk", "Leave", "LessonOrder", "LessonWish", "MakeUp",
    "MenuItem", "OrderEvent", "OrderPolicy", "OrderSlot", "ParticipationEntry", "PersonalCard", "Programme",
    "ProgrammeModule", "ReadinessSnapshot", "ReminderChoice", "RollCall", "RollCallAnswer", "SeatShare", "SiteBooking", "Survey",
    "SurveyAnswer", "SurveyTemplate", "SurveyTicket", "TeachingInvitation", "TimetableVersion", "TrainerAbsence",
    "TrainerProfile", "Venue",
]
