from .attendance import AttendanceMark, AttendancePolicy, RollCall, RollCallAnswer
from .booking import SiteBooking
from .check_in import Kiosk, PersonalCard
from .cohort import Cohort, CohortGroup, Enrolment, SeatShare
from .device import DeviceDecision
from .election import ElectionRound, ReadinessSnapshot
from .excellence import ExcellentTrainee
from .feed import CalendarFeed
from .filing import Filing, FilingCall, FilingExecution, FilingItem, FilingVersion
from .leave import Leave, MakeUp
from .menu import MenuItem, OrderPolicy
from .nudge import Nudge, NudgeLimit, NudgeLine, NudgeMessage, NudgeTemplate
from .order import LessonOrder, LessonWish, OrderEvent, OrderSlot
from .participation import ParticipationEntry
from .points import PointAppeal, PointEntry, PointRule
from .programme import Programme, ProgrammeModule
from .rectification import Rectification, RectificationStep
from .reminder import ReminderChoice
from .session import ClassSession
from .survey import Survey, SurveyAnswer, SurveyTemplate, SurveyTicket
from .timetable import DayTemplate, TimetableVersion
from .trainer import TeachingInvitation, TrainerAbsence, TrainerProfile
from .venue import Venue

__all__ = [
    "AttendanceMark", "AttendancePolicy", "CalendarFeed", "ClassSession", "Cohort", "CohortGroup", "DayTemplate",
    "DeviceDecision", "ElectionRound", "Enrolment", "ExcellentTrainee", "Filing", "FilingCall", "FilingExecution", "FilingItem",
    "FilingVersion", "Kiosk", "Leave", "LessonOrder", "LessonWish", "MakeUp", "MenuItem", "Nudge", "NudgeLimit", "NudgeLine",
    "NudgeMessage", "NudgeTemplate", "OrderEvent", "OrderPolicy", "OrderSlot", "ParticipationEntry", "PersonalCard",
    "PointAppeal", "PointEntry", "PointRule", "Programme", "ProgrammeModule", "ReadinessSnapshot", "Rectification",
    "RectificationStep", "ReminderChoice", "RollCall", "RollCallAnswer", "SeatShare", "SiteBooking", "Survey", "SurveyAnswer",
    "SurveyTemplate", "SurveyTicket", "TeachingInvitation", "TimetableVersion", "TrainerAbsence", "TrainerProfile", "Venue",
]
