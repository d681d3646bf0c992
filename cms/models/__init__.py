from .article import ArticlePage
from .catalogue import CataloguePage, CategoryPage
from .course import CourseLecturer, CourseMaterial, CoursePage, CoursePrerequisite, LessonPage
from .home import HomePage
from .lecturer import Lecturer
from .media import MediaFile
from .micro import MicroLessonIndexPage, MicroLessonPage
from .school import SchoolIndexPage, SchoolPage, SeriesPage, school_of
from .scorm import ScormLessonPage
from .workflow import ApprovalTask

__all__ = [
    "ApprovalTask", "ArticlePage", "CataloguePage", "CategoryPage", "CourseLecturer", "CourseMaterial", "CoursePage",
    "CoursePrerequisite", "HomePage", "Lecturer", "LessonPage", "MediaFile", "MicroLessonIndexPage",
    "MicroLessonPage", "SchoolIndexPage", "SchoolPage", "ScormLessonPage", "SeriesPage",
    "school_of",
]
