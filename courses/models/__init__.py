from .act import OfflineAct
from .attempt import Attempt, AttemptAnswer, AttemptEvent
from .catalogue import Course, Lecturer, Lesson, Series
from .enrolment import CourseEnrolment
from .exam import Exam, ExamCandidate, ExamInvigilator, ExamQuestion, PaperRule
from .ledger import HourEntry, HourRequirement
from .lesson_question import LessonAnswer, LessonQuestion
from .marking import AnswerMark, MarkClaim, Regrade, RegradeLine
from .notes import Bookmark, Note
from .progress import LessonProgress
from .question import Question, QuestionBank, QuestionMedia, QuestionMediaUse, QuestionUpload
from .scorm import ScormAttempt, ScormLesson, ScormPackage
from .search import CatalogueText
from .syllabus import Syllabus, SyllabusLesson
from .watching import LessonMedium, PlaybackSession, WatchedInterval, WatchingPolicy

__all__ = [
    "AnswerMark", "Attempt", "AttemptAnswer", "AttemptEvent", "Bookmark", "CatalogueText", "Course",
    "CourseEnrolment", "Exam", "ExamCandidate", "ExamInvigilator", "ExamQuestion", "HourEntry", "HourRequirement",
    "Lecturer", "Lesson", "LessonAnswer", "LessonMedium", "LessonProgress", "LessonQuestion", "MarkClaim", "Note",
    "OfflineAct", "PaperRule", "PlaybackSession", "Question", "QuestionBank", "QuestionMedia", "QuestionMediaUse",
    "QuestionUpload", "Regrade", "RegradeLine", "ScormAttempt", "ScormLesson", "ScormPackage", "Series", "Syllabus",
    "SyllabusLesson", "WatchedInterval", "WatchingPolicy",
]
