import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.enums import Counting, Difficulty, ExamPlace, QuestionKind, Release
from courses.rules.paper import Wanted
from courses.rules.release import Releases
from courses.rules.results import MarkingRules
from lms.people.enums import Role
from lms.people.models import Organisation

from .attempt import Attempt
from .catalogue import Course
from .question import Question, QuestionBank


class ExamQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Exams of the subtrees where the user sets or audits them, and those they invigilate; what one may sit is
        ``open_to``."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=ExamInvigilator.objects.filter(person=user).values("exam_id"))
        for path in user.scope.paths(Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR):
            inside |= Q(organisation__path__startswith=path)
        return self.filter(inside)

    def markable_by(self, user):
        """Exams whose answers the user marks: those of the subtrees where they set exams, and those they are named for."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=ExamInvigilator.objects.filter(person=user).values("exam_id"))
        for path in user.scope.paths(Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT):
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


def _new_key():
    return secrets.token_hex(16)


def _number(label, least, most, default):
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MinValueValidator(least), MaxValueValidator(most)]
    )


class Exam(models.Model):
    """A paper, who sits it, when, where and how often, and when its result is shown.

    The paper holds fixed questions (:class:`ExamQuestion`) and such that are drawn for each person (:class:`PaperRule`).
    An exam of a course is open to everyone signed in; one without a course to the candidates admitted to it.
    """

    organisation = models.ForeignKey(Organisation, verbose_name=_("of"), on_delete=models.PROTECT, related_name="exams")
    title = models.CharField(_("title"), max_length=200)
    course = models.ForeignKey(
        Course, verbose_name=_("course"), null=True, blank=True, on_delete=models.SET_NULL, related_name="exams"
    )
    is_open = models.BooleanField(_("open"), default=False)
    opens_at = models.DateTimeField(_("begins"), null=True, blank=True)
    closes_at = models.DateTimeField(_("ends"), null=True, blank=True)
    minutes = _number(_("time limit, minutes"), 1, 600, 30)
    attempts_allowed = _number(_("attempts"), 1, 20, 3)
    counting = models.CharField(_("what counts"), max_length=10, choices=Counting, default=Counting.BEST)
    pass_percent = _number(_("pass mark, percent"), 1, 100, 60)
    shuffle_questions = models.BooleanField(_("questions in an order of their own for each"), default=False)
    shuffle_options = models.BooleanField(_("options in an order of their own for each"), default=True)
    place = models.CharField(_("where"), max_length=10, choices=ExamPlace, default=ExamPlace.ANYWHERE)
    room_secret = models.CharField(max_length=32, default=_new_key, editable=False)
    one_device = models.BooleanField(_("on one device, until the invigilator frees it"), default=False)
    notes_leaving = models.BooleanField(_("note when somebody leaves the page"), default=False)
    scores_after = models.CharField(_("score"), max_length=10, choices=Release.choices[:3], default=Release.HANDED_IN)
    answers_after = models.CharField(_("right answers"), max_length=10, choices=Release, default=Release.CLOSED)
    explanations_after = models.CharField(_("explanations"), max_length=10, choices=Release, default=Release.CLOSED)
    released_at = models.DateTimeField(_("released by hand"), null=True, blank=True, editable=False)
    anonymous_marking = models.BooleanField(_("markers see no names"), default=True)
    two_markers = models.BooleanField(_("two people mark each answer"), default=False)
    third_from_percent = _number(_("a third marks from this difference on, percent of the points"), 1, 100, 25)
    invigilators_key_in = models.BooleanField(_("invigilators key in results from paper"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ExamQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("exam")
        verbose_name_plural = _("exams")
        constraints = [
            models.CheckConstraint(condition=Q(pass_percent__lte=100), name="exam_pass_percent"),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(opens_at__lt=models.F("closes_at")),
                name="exam_window_in_order",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def releases(self):
        return Releases(self.scores_after, self.answers_after, self.explanations_after)

    @property
    def marking_rules(self):
        return MarkingRules(two_markers=self.two_markers, third_from_percent=self.third_from_percent)

    @property
    def room_subject(self):
        """What the code shown in the room opens, for ``lms.rules.rotating``."""
        return f"exam/{self.pk}"


class ExamQuestion(models.Model):
    """A question that stands on everyone's paper. ``rubric`` is what people mark it by: ``[{"title", "points", "hint"}]``.

    Of a case each criterion says the sub-question it is for, from 1: ``"part"``. Points add up to those of the question, or of
    the sub-question (``courses.rules.rubric``).
    """

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="paper")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(_("points"), default=5)
    order = models.PositiveIntegerField(default=0)
    rubric = models.JSONField(_("rubric"), default=list, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["exam", "question"], name="exam_question_once")]

    def __str__(self):
        return f"{self.exam_id}/{self.question_id}"


class PaperRule(models.Model):
    """So many questions of a bank, drawn anew for each person; what is left empty asks for nothing in particular."""

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="rules")
    bank = models.ForeignKey(QuestionBank, verbose_name=_("question bank"), on_delete=models.PROTECT, related_name="+")
    count = _number(_("how many"), 1, 200, 5)
    kind = models.CharField(_("kind"), max_length=12, choices=QuestionKind, blank=True)
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    tag = models.CharField(_("tag"), max_length=40, blank=True)
    difficulty = models.PositiveSmallIntegerField(_("difficulty"), choices=Difficulty, null=True, blank=True)
    points = _number(_("points each"), 1, 100, 5)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("rule of the paper")
        verbose_name_plural = _("rules of the paper")

    def __str__(self):
        return f"{self.exam_id}/{self.order}"

    @property
    def wanted(self):
        return Wanted(count=self.count, points=self.points)


class ExamCandidate(models.Model):
    """A person admitted to an exam, by a cohort that asks for it or by name; ``extra_minutes`` are theirs alone.

    Written by ``courses.actions.candidates``.
    """

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="candidates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exam_admissions")
    admitted_at = models.DateTimeField(default=timezone.now)
    extra_minutes = models.PositiveSmallIntegerField(_("extra minutes"), default=0, validators=[MaxValueValidator(600)])

    class Meta:
        ordering = ["pk"]
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        constraints = [models.UniqueConstraint(fields=["exam", "person"], name="candidate_once")]

    def __str__(self):
        return f"{self.exam_id}/{self.person_id}"


class ExamInvigilator(models.Model):
    """Somebody who watches over an exam, and marks it: named, whatever their role. Written by ``courses.actions.candidates``."""

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="invigilators")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("invigilator")
        verbose_name_plural = _("invigilators")
        constraints = [models.UniqueConstraint(fields=["exam", "person"], name="invigilator_once")]

    def __str__(self):
        return f"{self.exam_id}/{self.person_id}"
