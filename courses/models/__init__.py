from .act import OfflineAct
from .assignment import Assignment, Participant
from .attempt import Attempt, AttemptAnswer, AttemptEvent
from .catalogue import Course, Lecturer, Lesson, Series
from .enrolment import CourseEnrolment
from .exam import Exam, ExamCandidate, ExamInvigilator, ExamQuestion, PaperRule
from .hour_import import HourImport, HourImportRow
from .hour_rules import HourRuleChange, HourRuleVersion
from .ledger import HourEntry, HourRequirement
from .lesson_question import LessonAnswer, LessonQuestion
from .marking import AnswerMark, MarkClaim, Regrade, RegradeLine
from .notes import Bookmark, Note
from .printed import PrintedPaper
from .progress import LessonProgress
from .question import Question, QuestionBank, QuestionMedia, QuestionMediaUse, QuestionUpload
from .recognition import Recognition
from .rubric import Rubric
from .scorm import ScormAttempt, ScormLesson, ScormPackage
from .search import CatalogueText
from .syllabus import Syllabus, SyllabusLesson
from .watching import LessonMedium, PlaybackSession, WatchedInterval, WatchingPolicy
from .work import MarkDraft, Submission, SubmissionMark, SubmissionReturn, Work, WorkFile

__all__ = [
    "AnswerMark", "Assignment", "Attempt", "AttemptAnswer", "AttemptEvent", "Bookmark", "CatalogueText", "Course",
    "CourseEnrolment", "Exam", "ExamCandidate", "ExamInvigilator", "ExamQuestion", "HourEntry", "HourImport",
    "HourImportRow", "HourRequirement", "HourRuleChange", "HourRuleVersion", "Lecturer", "Lesson", "LessonAnswer",
    "LessonMedium", "LessonProgress", "LessonQuestion", "MarkClaim", "MarkDraft", "Note", "OfflineAct", "PaperRule",
    "Participant", "PlaybackSession", "PrintedPaper", "Question", "QuestionBank", "QuestionMedia",
    "QuestionMediaUse", "QuestionUpload", "Recognition", "Regrade", "RegradeLine", "Rubric", "ScormAttempt",
    "ScormLesson", "ScormPackage", "Series", "Submission", "SubmissionMark", "SubmissionReturn", "Syllabus",
    "SyllabusLesson", "WatchedInterval", "WatchingPolicy", "Work", "WorkFile",
]
