from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.enums import Role
from lms.people.models import Organisation

from .catalogue import Course
from .question import Question


class ExamQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Exams of the subtrees where the user sets or audits them; what one may sit is ``open_to``."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=[])
        for path in user.scope.paths(Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR):
            inside |= Q(organisation__path__startswith=path)
        return self.filter(inside)

    def open_to(self, person):
        """What ``person`` may sit, or has sat: exams they were admitted to, those of live courses, those tried before."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(
            Q(pk__in=ExamCandidate.objects.filter(person=person).values("exam_id"))
            | Q(pk__in=Attempt.objects.filter(person=person).values("exam_id"))
            | Q(is_open=True, course__isnull=False, course__retired_at=None)
        )


class Exam(models.Model):
    """A fixed paper: questions with points, a pass mark in percent, a time limit in minutes, a number of attempts.

    An exam of a course is open to everyone signed in; one without a course to the candidates admitted to it, by the
    cohorts that ask for it.
    """

    organisation = models.ForeignKey(Organisation, verbose_name=_("of"), on_delete=models.PROTECT, related_name="exams")
    title = models.CharField(_("title"), max_length=200)
    course = models.ForeignKey(Course, null=True, blank=True, on_delete=models.SET_NULL, related_name="exams")
    pass_percent = models.PositiveSmallIntegerField(_("pass mark, percent"), default=60)
    minutes = models.PositiveSmallIntegerField(_("time limit, minutes"), default=30)
    attempts_allowed = models.PositiveSmallIntegerField(_("attempts"), default=3)
    is_open = models.BooleanField(_("open"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ExamQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("exam")
        verbose_name_plural = _("exams")
        constraints = [models.CheckConstraint(condition=Q(pass_percent__lte=100), name="exam_pass_percent")]

    def __str__(self):
        return self.title


class ExamQuestion(models.Model):
    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="paper")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(_("points"), default=5)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["exam", "question"], name="exam_question_once")]

    def __str__(self):
        return f"{self.exam_id}/{self.question_id}"


class ExamCandidate(models.Model):
    """A person admitted to an exam: by a cohort that asks for it. Written by ``courses.actions.exams.admit_candidates``."""

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="candidates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exam_admissions")
    admitted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        constraints = [models.UniqueConstraint(fields=["exam", "person"], name="candidate_once")]

    def __str__(self):
        return f"{self.exam_id}/{self.person_id}"


class AttemptQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(person=user) if user.is_authenticated else self.none()

    def handed_in(self):
        return self.exclude(submitted_at=None)

    def best(self):
        """Map each person to their best handed-in attempt: ``{person_id: {"percent", "passed", "attempts"}}``. One query."""
        rows = (
            self.handed_in().filter(points_possible__gt=0).values("person_id")
            .annotate(
                percent=models.Max(models.F("points") * 100 / models.F("points_possible")),
                passes=models.Count("pk", filter=Q(passed=True)), attempts=models.Count("pk"),
            ).order_by()
        )
        return {
            row["person_id"]: {"percent": row["percent"], "passed": row["passes"] > 0, "attempts": row["attempts"]}
            for row in rows
        }


class Attempt(models.Model):
    """One sitting. ``paper`` is frozen at the start: ``[{"question": id, "points": n, "options": ["b", "a"]}]``, the
    options (of matching also the ``rights``) in the order that ``seed`` drew.

    Score and result are written once, by ``courses.actions.exams.submit_attempt``; only the server's clock counts.
    """

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="attempts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    paper = models.JSONField(default=list)
    seed = models.PositiveIntegerField(default=0, editable=False)
    started_at = models.DateTimeField(default=timezone.now)
    deadline = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    points = models.PositiveIntegerField(null=True)
    points_possible = models.PositiveIntegerField(default=0)
    passed = models.BooleanField(null=True)

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
                condition=Q(submitted_at=None, points=None, passed=None)
                | Q(submitted_at__isnull=False, points__isnull=False, passed__isnull=False),
                name="attempt_marked_when_submitted",
            ),
        ]

    def __str__(self):
        return f"{self.exam_id}/{self.person_id}/{self.number}"

    @property
    def percent(self):
        """The score in whole percent, never rounded up: 59.6 does not read as the 60 it failed to reach."""
        return self.points * 100 // self.points_possible if self.points is not None and self.points_possible else 0


class AttemptAnswer(models.Model):
    """``chosen`` is the answer as ``rules.marking.clean_answer`` keeps it, ``[]`` for none."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    chosen = models.JSONField(default=list)
    saved_at = models.DateTimeField(default=timezone.now)
    points = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "question"], name="answer_once")]

    def __str__(self):
        return f"{self.attempt_id}/{self.question_id}"
