from .act import OfflineAct
from .catalogue import Course, Lecturer, Lesson, Series
from .enrolment import CourseEnrolment
from .exam import Attempt, AttemptAnswer, Exam, ExamCandidate, ExamQuestion
from .ledger import HourEntry, HourRequirement
from .lesson_question import LessonAnswer, LessonQuestion
from .notes import Bookmark, Note
from .progress import LessonProgress
from .question import Question, QuestionBank, QuestionMedia, QuestionMediaUse, QuestionUpload
from .scorm import ScormAttempt, ScormLesson, ScormPackage
from .search import CatalogueText
from .syllabus import Syllabus, SyllabusLesson
from .watching import LessonMedium, PlaybackSession, WatchedInterval, WatchingPolicy

__all__ = [
    "Attempt", "AttemptAnswer", "Bookmark", "CatalogueText", "Course", "CourseEnrolment", "Exam", "ExamCandidate",
    "ExamQuestion", "HourEntry", "HourRequirement", "Lecturer", "Lesson", "LessonAnswer", "LessonMedium",
    "LessonProgress", "LessonQuestion", "Note", "OfflineAct", "PlaybackSession", "Question", "QuestionBank",
    "QuestionMedia", "QuestionMediaUse", "QuestionUpload",
    "ScormAttempt", "ScormLesson", "ScormPackage", "Series", "Syllabus", "SyllabusLesson", "WatchedInterval",
    "WatchingPolicy",
]
