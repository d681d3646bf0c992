from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.enums import Remedy

from .attempt import Attempt, AttemptAnswer
from .exam import Exam
from .question import Question


class AnswerMark(models.Model):
    """What one person gave for an answer; never edited: the newest line of a marker is the one that stands.

    ``part`` is the number of the sub-question of a case, 0 for the question itself; ``scores`` are points by criterion of
    the rubric. ``settles`` marks the third opinion, which decides. Written by ``courses.actions.marking``.
    """

    answer = models.ForeignKey(AttemptAnswer, on_delete=models.CASCADE, related_name="marks")
    part = models.PositiveSmallIntegerField(default=0)
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(_("points"))
    scores = models.JSONField(default=list)
    comment = models.TextField(_("comment"), blank=True, max_length=2000)
    settles = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name = _("mark of an answer")
        verbose_name_plural = _("marks of answers")

    def __str__(self):
        return f"{self.answer_id}/{self.marker_id}"


class Regrade(models.Model):
    """A question of an exam that was found faulty, and what was done for those who had answered it.

    ``question`` is the version that stood on the papers, ``replacement`` the one whose key counts instead (``rekey``).
    """

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="regrades")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    remedy = models.CharField(_("remedy"), max_length=10, choices=Remedy)
    replacement = models.ForeignKey(Question, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("regrading")
        verbose_name_plural = _("regradings")
        constraints = [models.CheckConstraint(
            condition=Q(remedy=Remedy.REKEY, replacement__isnull=False) | (~Q(remedy=Remedy.REKEY) & Q(replacement=None)),
            name="regrade_replacement",
        )]

    def __str__(self):
        return f"{self.exam_id}/{self.question_id}/{self.remedy}"


class RegradeLine(models.Model):
    """What a regrading changed for one attempt."""

    regrade = models.ForeignKey(Regrade, on_delete=models.CASCADE, related_name="lines")
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="regrades")
    points_before = models.PositiveIntegerField()
    possible_before = models.PositiveIntegerField()
    passed_before = models.BooleanField()
    points_after = models.PositiveIntegerField()
    possible_after = models.PositiveIntegerField()
    passed_after = models.BooleanField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["regrade", "attempt"], name="regrade_line_once")]

    def __str__(self):
        return f"{self.regrade_id}/{self.attempt_id}"
