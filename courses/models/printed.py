from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .exam import Exam


class PrintedPaperQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the exams that the user sees."""
        return self.filter(exam__in=Exam.objects.visible_to(user))


class PrintedPaper(models.Model):
    """A draw of an exam's paper, frozen for printing: version A, B and so on.

    ``paper`` is as in :class:`courses.models.Attempt`: printed again and keyed in later, it is the same whatever became of
    the bank. Written by ``courses.actions.printed_papers``.
    """

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="printed")
    letter = models.CharField(_("version"), max_length=1)
    seed = models.PositiveIntegerField(editable=False)
    paper = models.JSONField(default=list)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = PrintedPaperQuerySet.as_manager()

    class Meta:
        ordering = ["letter"]
        verbose_name = _("printed paper")
        verbose_name_plural = _("printed papers")
        constraints = [models.UniqueConstraint(fields=["exam", "letter"], name="printed_letter_once")]

    def __str__(self):
        return f"{self.exam_id}/{self.letter}"

    @property
    def points(self):
        return sum(item["points"] for item in self.paper)
