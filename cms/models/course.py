from decimal import Decimal

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from cms import checking, listings, reading
from cms.course_facts import facts
from cms.fields import PositionsField
from cms.forms import CoursePageForm
from cms.panels import ChecklistPanel
from cms.rules.checklist import goes_in_circles, of_course, of_lesson
from courses.models import Exam
from lms.people.models import Category

from .base import SitePage, WrittenPage
from .lecturer import Lecturer

HOUR = 45  # minutes of a learning hour


class CoursePage(SitePage):
    """A course; its lessons stand below it, in the order of learning."""

    objectives = RichTextField(
        _("objectives"), blank=True, features=["bold", "ol", "ul"],
        help_text=_("What someone can do after this course. Three or four points are enough."),
    )
    categories = ParentalManyToManyField(
        Category, verbose_name=_("for categories"), blank=True, related_name="+",
        help_text=_("Tick none when the course is for everyone."),
    )
    positions = PositionsField(verbose_name=_("for positions"), help_text=_("Tick none when it is for every position."))

    theme = models.CharField(
        _("theme"), max_length=40, blank=True, help_text=_("One or two words by which courses are found together."),
    )
    cover = models.ForeignKey(
        "wagtailimages.Image", verbose_name=_("cover picture"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+", help_text=_("Shown in lists, twice as wide as it is high. It is decoration: no words in it."),
    )
    hours = models.DecimalField(
        _("learning hours"), max_digits=5, decimal_places=1, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.1")), MaxValueValidator(500)],
        help_text=_("One learning hour is 45 minutes. Leave it empty to count the minutes of the required lessons."),
    )
    self_enrolment = models.BooleanField(
        _("self-enrolment"), default=False, help_text=_("Trainees may put themselves down for this course."),
    )
    exam = models.ForeignKey(
        Exam, verbose_name=_("exam"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text=_("Shown on the page of the course to those who may sit it."),
    )

    base_form_class = CoursePageForm
    content_panels = [
        MultiFieldPanel([ChecklistPanel()], heading=_("Before publishing"), icon="list-ul"),
        *SitePage.content_panels,
        FieldPanel("cover"),
        FieldPanel("objectives"),
        MultiFieldPanel([
            FieldPanel("categories", widget=forms.CheckboxSelectMultiple), FieldPanel("positions"),
        ], heading=_("Who it is for")),
        InlinePanel("course_lecturers", heading=_("Lecturers"), label=_("lecturer")),
        MultiFieldPanel([
            FieldPanel("theme"), FieldPanel("hours"), FieldPanel("exam"),
        ], heading=_("What it counts")),
        MultiFieldPanel([
            FieldPanel("self_enrolment"),
            InlinePanel("course_prerequisites", heading=_("To be finished first"), label=_("course")),
        ], heading=_("Who may join")),
        InlinePanel("course_materials", heading=_("Materials"), label=_("file")),
    ]
    template = "cms/course.html"
    parent_page_types = ["cms.CategoryPage", "cms.SchoolPage", "cms.SeriesPage"]
    subpage_types = ["cms.LessonPage", "cms.ScormLessonPage"]
    page_description = _("Several lessons in order")

    class Meta:
        verbose_name = _("course page")
        verbose_name_plural = _("course pages")

    def checklist(self, *, wanted=None, documents=None):
        """Return the check list; of the courses asked for (``wanted``) and the ``documents`` that a form holds, if given."""
        if wanted is None:
            wanted = [each.course_id for each in self.course_prerequisites.all()]
        if documents is None:
            documents = [each.document for each in self.course_materials.all()]
        asked = {}
        for page, course in CoursePrerequisite.objects.values_list("page", "course"):
            asked.setdefault(page, []).append(course)
        return checking.points(of_course(
            audience=bool(self.positions or list(self.categories.all())), objectives=bool(self.objectives.strip()),
            lessons=LessonPage.objects.child_of(self).live().count() if self.pk else 0, summary=self.summary,
            materials=[checking.document_state(document) for document in documents],
            circle=self.pk is not None and goes_in_circles(self.pk, asked, wanted),
        ))

    def get_context(self, request, *args, **kwargs):
        found = listings.course(request.user, self.translation_key)
        return super().get_context(request, *args, **kwargs) | found | facts(self, request.user, found)


class CourseLecturer(Orderable):
    page = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="course_lecturers")
    lecturer = models.ForeignKey(Lecturer, verbose_name=_("lecturer"), on_delete=models.PROTECT, related_name="+")

    panels = [FieldPanel("lecturer")]


class CoursePrerequisite(Orderable):
    page = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="course_prerequisites")
    course = models.ForeignKey(
        CoursePage, verbose_name=_("course"), on_delete=models.CASCADE, related_name="prerequisite_of"
    )

    panels = [FieldPanel("course")]


class CourseMaterial(Orderable):
    page = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="course_materials")
    document = models.ForeignKey(
        "wagtaildocs.Document", verbose_name=_("file"), on_delete=models.CASCADE, related_name="+"
    )
    title = models.CharField(_("title"), max_length=120, blank=True, help_text=_("Empty: the name of the file."))

    panels = [FieldPanel("document"), FieldPanel("title")]


class LessonPage(WrittenPage):
    """A lesson of a course. Reading it signed in starts its clock."""

    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=10, validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text=_("How long the lesson is meant to take. At most so many minutes are credited for it."),
    )
    required = models.BooleanField(
        _("required"), default=True, help_text=_("Untick for further reading that nobody owes."),
    )

    content_panels = [
        *WrittenPage.checklist_panels,
        *SitePage.content_panels,
        MultiFieldPanel([FieldPanel("minutes"), FieldPanel("required")], heading=_("What it counts")),
        FieldPanel("body"),
    ]
    template = "cms/lesson.html"
    parent_page_types = ["cms.CoursePage"]
    subpage_types = []
    page_description = _("One lesson of a course")

    class Meta:
        verbose_name = _("lesson page")
        verbose_name_plural = _("lesson pages")

    def checklist(self):
        facts = checking.facts_of(self.body)
        return checking.points(of_lesson(facts, minutes=self.minutes, summary=self.summary))

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | reading.open_page(request, self.translation_key)
