from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms import checking, listings, reading
from cms.rules.checklist import of_lesson

from .base import SitePage, WrittenPage


class MicroLessonIndexPage(SitePage):
    """All micro-lessons, newest first."""

    template = "cms/micro_lessons.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.MicroLessonPage"]
    max_count = 1

    class Meta:
        verbose_name = _("page of all micro-lessons")
        verbose_name_plural = _("pages of all micro-lessons")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | listings.micro_lessons(request.user, request.GET)


class MicroLessonPage(WrittenPage):
    """A lesson of up to 15 minutes, complete in itself."""

    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=5, validators=[MinValueValidator(1), MaxValueValidator(15)],
        help_text=_("How long it is meant to take: at most 15 minutes."),
    )

    content_panels = [
        *WrittenPage.checklist_panels, *SitePage.content_panels, FieldPanel("minutes"), FieldPanel("body"),
    ]
    template = "cms/lesson.html"
    parent_page_types = ["cms.MicroLessonIndexPage", "cms.SchoolPage"]
    subpage_types = []
    page_description = _("Up to 15 minutes, complete in itself")

    class Meta:
        verbose_name = _("micro-lesson page")
        verbose_name_plural = _("micro-lesson pages")

    def checklist(self):
        facts = checking.facts_of(self.body)
        return checking.points(of_lesson(facts, minutes=self.minutes, summary=self.summary))

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | reading.open_page(request, self.translation_key)
