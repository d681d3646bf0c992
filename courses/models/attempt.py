from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.enums import EndedBy, SittingEvent

from .question import Question


class AttemptQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(person=user) if user.is_authenticated else self.none()

    def markable_by(self, user):
        """Handed-in attempts at exams that the user marks, none of their own. They say whose they are: names are the
        business of ``queries.marking.names_of``."""
        return self.handed_in().filter(exam__in=apps.get_model("courses", "Exam").objects.markable_by(user)).exclude(person=user)

    def handed_in(self):
        return self.exclude(submitted_at=None)

    def under_way(self):
        return self.filter(submitted_at=None)

    def marked(self):
        return self.exclude(marked_at=None)


class Attempt(models.Model):
    """One sitting. ``paper`` is frozen at the start: ``[{"question": id, "points": n, "options": ["b", "a"]}]``, the
    options (of matching also the ``rights``, of a case its ``parts``) in the order that ``seed`` drew.

    Score and result are written at once, when the last answer is marked, by ``courses.actions.marking``; only the server's
    clock counts. ``device`` is a keyed hash, empty while any device may go on; ``seen_at`` the last sign of life; ``told_at``
    when the candidate heard of the result. An attempt written on paper names the version it was ``printed`` as, and who keyed
    it in (``courses.actions.keying``).
    """

    exam = models.ForeignKey("courses.Exam", on_delete=models.PROTECT, related_name="attempts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    paper = models.JSONField(default=list)
    seed = models.PositiveIntegerField(default=0, editable=False)
    started_at = models.DateTimeField(default=timezone.now)
    deadline = models.DateTimeField()
    device = models.CharField(max_length=64, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=12, choices=EndedBy, blank=True)
    printed = models.ForeignKey(
        "courses.PrintedPaper", null=True, blank=True, on_delete=models.PROTECT, related_name="attempts"
    )
    keyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    marked_at = models.DateTimeField(null=True, blank=True)
    points = models.PositiveIntegerField(null=True)
    points_possible = models.PositiveIntegerField(default=0)
    passed = models.BooleanField(null=True)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            models.UniqueConstraint(fields=["exam", "person", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["exam", "person"], condition=Q(submitted_at=None), name="attempt_one_open"
            ),
            models.CheckConstraint(
                condition=Q(marked_at=None, points=None, passed=None)
                | Q(marked_at__isnull=False, submitted_at__isnull=False, points__isnull=False, passed__isnull=False),
                name="attempt_marked_whole",
            ),
            models.CheckConstraint(
                condition=Q(printed=None) | Q(keyed_by__isnull=False, submitted_at__isnull=False), name="attempt_keyed_by"
            ),
        ]
        indexes = [
            models.Index(fields=["deadline"], condition=Q(submitted_at=None), name="attempt_running"),
            models.Index(
                fields=["exam"], condition=Q(told_at=None, marked_at__isnull=False), name="attempt_untold"
            ),
        ]

    def __str__(self):
        return f"{self.exam_id}/{self.person_id}/{self.number}"

    @property
    def percent(self):
        """The score in whole percent, never rounded up: 59.6 does not read as the 60 it failed to reach."""
        return self.points * 100 // self.points_possible if self.points is not None and self.points_possible else 0


class AttemptAnswer(models.Model):
    """``chosen`` is the answer as ``rules.marking.clean_answer`` keeps it, ``[]`` for none.

    ``page`` and ``seq`` say which page of the candidate's browser wrote it and how many changes it had made by then,
    ``made_at`` when (``rules.saving``); ``seconds`` is how long the question was before their eyes. ``points`` is null
    until it is marked.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    chosen = models.JSONField(default=list)
    flagged = models.BooleanField(default=False)
    page = models.CharField(max_length=36, blank=True)
    seq = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    seconds = models.PositiveIntegerField(default=0)
    points = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "question"], name="answer_once")]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    def __str__(self):
        return f"{self.attempt_id}/{self.question_id}"


class AttemptEvent(models.Model):
    """What happened during an attempt besides answering; never edited. ``seconds`` is a length, such as the time given."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=SittingEvent)
    at = models.DateTimeField(default=timezone.now)
    seconds = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("event of an attempt")
        verbose_name_plural = _("events of attempts")

    def __str__(self):
        return f"{self.attempt_id}/{self.kind}"
