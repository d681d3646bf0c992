"""What someone keeps for themselves while learning: notes and bookmarks. Nobody else sees them, whatever their role."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.rules.clock import mm_ss
from lms.people.own import OwnQuerySet

from .catalogue import Lesson


class Note(models.Model):
    """A note on a lesson; ``second`` is the moment of the recording ``medium`` (the page's name for it) it belongs to."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notes")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="notes")
    medium = models.CharField(max_length=80, blank=True)
    second = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField(_("text"), max_length=2000)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("note on a lesson")
        verbose_name_plural = _("notes on lessons")
        indexes = [models.Index(fields=["person", "lesson"], name="note_of_person")]

    def __str__(self):
        return f"{self.person_id} {self.lesson_id}"

    @property
    def moment(self):
        """The second as people read it: ``3:07``, ``1:03:07``."""
        return "" if self.second is None else mm_ss(self.second)


class Bookmark(models.Model):
    """A lesson someone wants to find again."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bookmarks")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="bookmarks")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")
        constraints = [models.UniqueConstraint(fields=["person", "lesson"], name="bookmark_once")]

    def __str__(self):
        return f"{self.person_id} {self.lesson_id}"
