from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.own import OwnQuerySet

from .catalogue import Lesson


class LessonProgressQuerySet(OwnQuerySet):
    def done(self):
        return self.exclude(completed_at=None)


class LessonProgress(models.Model):
    """How far a person is with a lesson, whichever cohort asked for it. Written by ``courses.actions.learning``."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="lesson_progress")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="progress")
    started_at = models.DateTimeField(default=timezone.now)
    last_opened_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True, blank=True)
    # 0 to 100, where the lesson reports one (``courses.actions.scorm``); the latest counts.
    score = models.DecimalField(_("score"), max_digits=4, decimal_places=1, null=True, blank=True)

    objects = LessonProgressQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson progress")
        verbose_name_plural = _("lesson progress")
        constraints = [models.UniqueConstraint(fields=["person", "lesson"], name="progress_once")]
        indexes = [models.Index(fields=["person", "-last_opened_at"], name="progress_latest")]

    def __str__(self):
        return f"{self.person_id} {self.lesson_id}"
