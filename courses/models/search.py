from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .catalogue import Course, Lesson


class CatalogueText(models.Model):
    """What stands written on the page of a course or a lesson: searched, and quoted where it is found.

    ``folded`` is ``rules.search.fold`` of ``text``: as long, character by character. Written by
    ``courses.actions.catalogue_text``; made anew from the pages at any time, so that nothing refers to it.
    """

    course = models.OneToOneField(Course, null=True, blank=True, on_delete=models.CASCADE, related_name="written")
    lesson = models.OneToOneField(Lesson, null=True, blank=True, on_delete=models.CASCADE, related_name="written")
    text = models.TextField(blank=True)
    folded = models.TextField(blank=True)

    class Meta:
        verbose_name = _("text of a page")
        verbose_name_plural = _("texts of pages")
        constraints = [models.CheckConstraint(
            condition=Q(course__isnull=False, lesson=None) | Q(course=None, lesson__isnull=False), name="text_of_one"
        )]

    def __str__(self):
        return self.text[:60]
