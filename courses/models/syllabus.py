from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .catalogue import Course, Lesson


class Syllabus(models.Model):
    """The frozen list of a course's lessons, by version; a running cohort keeps the version it was opened with.

    A new version is made by ``courses.actions.syllabus.freeze_syllabus`` when the lessons differ from the latest one.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="syllabuses")
    version = models.PositiveIntegerField(_("version"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["course", "-version"]
        verbose_name = _("syllabus")
        verbose_name_plural = _("syllabuses")
        constraints = [models.UniqueConstraint(fields=["course", "version"], name="syllabus_version_once")]

    def __str__(self):
        return f"{self.course} v{self.version}"


class SyllabusLesson(models.Model):
    """A lesson as the syllabus asks for it; ``title`` and ``minutes`` are those of the day it was frozen."""

    syllabus = models.ForeignKey(Syllabus, on_delete=models.CASCADE, related_name="items")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField(default=0)
    required = models.BooleanField(default=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["syllabus", "lesson"], name="syllabus_lesson_once")]

    def __str__(self):
        return self.title
