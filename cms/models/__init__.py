from .article import ArticlePage
from .catalogue import CataloguePage, CategoryPage
from .course import CoursePage, LessonPage
from .home import HomePage
from .micro import MicroLessonIndexPage, MicroLessonPage
from .school import SchoolIndexPage, SchoolPage, SeriesPage

__all__ = [
    "ArticlePage", "CataloguePage", "CategoryPage", "CoursePage", "HomePage", "LessonPage", "MicroLessonIndexPage",
    "MicroLessonPage", "SchoolIndexPage", "SchoolPage", "SeriesPage",
]
