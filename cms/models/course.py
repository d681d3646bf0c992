from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from cms import listings, reading
from cms.fields import PositionsField
from lms.people.models import Category

from .base import SitePage, WrittenPage


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

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("objectives"),
        MultiFieldPanel([
            FieldPanel("categories", widget=forms.CheckboxSelectMultiple), FieldPanel("positions"),
        ], heading=_("Who it is for")),
    ]
    template = "cms/course.html"
    parent_page_types = ["cms.CategoryPage", "cms.SchoolPage", "cms.SeriesPage"]
    subpage_types = ["cms.LessonPage"]
    page_description = _("Several lessons in order")

    class Meta:
        verbose_name = _("course page")
        verbose_name_plural = _("course pages")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | listings.course(request.user, self.translation_key)


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

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | reading.open_page(request, self.translation_key)
