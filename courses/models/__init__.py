from .catalogue import Course, Lesson, Series
from .exam import Attempt, AttemptAnswer, Exam, ExamCandidate, ExamQuestion, Question, QuestionBank
from .ledger import HourEntry, HourRequirement
from .progress import LessonProgress
from .syllabus import Syllabus, SyllabusLesson

__all__ = [
    "Attempt", "AttemptAnswer", "Course", "Exam", "ExamCandidate", "ExamQuestion", "HourEntry", "HourRequirement",
    "Lesson", "LessonProgress", "Question", "QuestionBank", "Series", "Syllabus", "SyllabusLesson",
]
