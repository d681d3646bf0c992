import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.enums import RegradeState, Remedy

from .attempt import Attempt, AttemptAnswer
from .exam import Exam
from .question import Question


class AnswerMark(models.Model):
    """What one person gave for an answer; never edited: the newest line of a marker is the one that stands.

    ``part`` is the number of the sub-question of a case, 0 for the question itself; ``scores`` are points by criterion of
    the rubric. ``settles`` marks the third opinion, which decides. With ``corrects`` the points stand for the whole answer,
    whatever rules and markers say; the newest such line counts. ``reason`` is why something was changed after it was known.
    Written by ``courses.actions.answer_marks``.
    """

    answer = models.ForeignKey(AttemptAnswer, on_delete=models.CASCADE, related_name="marks")
    part = models.PositiveSmallIntegerField(default=0)
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(_("points"))
    scores = models.JSONField(default=list)
    comment = models.TextField(_("comment"), blank=True, max_length=2000)
    settles = models.BooleanField(default=False)
    corrects = models.BooleanField(default=False)
    reason = models.CharField(_("reason"), blank=True, max_length=500)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name = _("mark of an answer")
        verbose_name_plural = _("marks of answers")

    def __str__(self):
        return f"{self.answer_id}/{self.marker_id}"


class ClaimQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(marker=user) if user.is_authenticated else self.none()


class MarkClaim(models.Model):
    """A place at an answer: ``seat`` 1 and 2 are the markers', 3 the third opinion's.

    It is held until ``until`` and can then be taken over by a conditional UPDATE; once ``done_at`` is set the opinion is
    given and the seat stays taken. ``key`` names the answer to its marker, and says nothing of whose it is.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(AttemptAnswer, on_delete=models.CASCADE, related_name="claims")
    part = models.PositiveSmallIntegerField(default=0)
    seat = models.PositiveSmallIntegerField()
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("answer being marked")
        verbose_name_plural = _("answers being marked")
        constraints = [
            models.UniqueConstraint(fields=["answer", "part", "seat"], name="mark_claim_seat_once"),
            models.UniqueConstraint(fields=["answer", "part", "marker"], name="mark_claim_marker_once"),
        ]

    def __str__(self):
        return f"{self.answer_id}/{self.part}/{self.seat}"


class RegradeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the exams that the user sees."""
        return self.filter(exam__in=Exam.objects.visible_to(user))

    def counting(self):
        """Those that count, the newest last: of a question the newest stands."""
        return self.filter(state__in=(RegradeState.APPLYING, RegradeState.APPLIED)).order_by("at", "pk")


class Regrade(models.Model):
    """A question of an exam that was found faulty, and what was done for those who had answered it.

    ``question`` is the version that stood on the papers, ``replacement`` the one whose key counts instead (``rekey``). Until
    it is applied its lines are a preview; from then on the newest regrading of a question stands, and ``none`` takes back
    what was done before. Written by ``courses.actions.regrading``.
    """

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="regrades")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    remedy = models.CharField(_("remedy"), max_length=10, choices=Remedy)
    replacement = models.ForeignKey(Question, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=RegradeState, default=RegradeState.PREPARING)
    looked_at = models.PositiveIntegerField(default=0)
    job_id = models.UUIDField(null=True, editable=False)

    objects = RegradeQuerySet.as_manager()

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
    """What a regrading changes, or changed, for one attempt; points and verdict are null while an answer waits for a person."""

    regrade = models.ForeignKey(Regrade, on_delete=models.CASCADE, related_name="lines")
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="regrades")
    points_before = models.PositiveIntegerField(null=True)
    possible_before = models.PositiveIntegerField()
    passed_before = models.BooleanField(null=True)
    points_after = models.PositiveIntegerField(null=True)
    possible_after = models.PositiveIntegerField()
    passed_after = models.BooleanField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["regrade", "attempt"], name="regrade_line_once")]

    def __str__(self):
        return f"{self.regrade_id}/{self.attempt_id}"
