from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.enums import Role
from lms.people.models import Organisation

from .catalogue import Lesson

# Who answers, on the subtree that holds the course's school or the asker's organisation.
ANSWERERS = (Role.TRAINER, Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT)
# Who of them hears of a new question: teachers and school, and others only where there are none.
TOLD = ((Role.TRAINER, Role.SCHOOL), (Role.SUBDISTRICT,), (Role.DISTRICT,))


class LessonQuestionQuerySet(models.QuerySet):
    def answerable_by(self, user):
        """Questions on courses of the schools, or asked in the organisations, where the user answers."""
        if not user.is_authenticated:
            return self.none()
        paths = user.scope.paths(*ANSWERERS)
        if any(path.count("/") == 1 for path in paths):
            return self.all()  # also those that belong to no school and no organisation
        inside = Q(pk__in=[])
        for path in paths:
            inside |= Q(lesson__course__school__path__startswith=path) | Q(organisation__path__startswith=path)
        return self.filter(inside)

    def visible_to(self, user):
        """One's own, and those one may answer. What is published is read without the asker: ``read_by``."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(asker=user) | self.answerable_by(user)

    def read_by(self, user):
        """What stands on the lesson's page for ``user``: what is visible to them, and what was published for everyone."""
        return self.filter(published_at__isnull=False) | self.visible_to(user)

    def open(self):
        return self.filter(answered_at=None)


class LessonQuestion(models.Model):
    """A question on a lesson. Written by ``courses.actions.lesson_questions``.

    ``organisation`` is where the asker was in post when they asked. ``public_text`` is the wording for all readers while
    ``published_at`` is set; the asker is never named to them.
    """

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="questions")
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="lesson_questions")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("question"), max_length=1000)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    public_text = models.TextField(_("question as all readers see it"), max_length=1000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = LessonQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("question on a lesson")
        verbose_name_plural = _("questions on lessons")
        indexes = [models.Index(fields=["answered_at", "-asked_at"], name="lesson_question_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(answered_at__isnull=False), name="question_published_when_answered"
            )
        ]

    def __str__(self):
        return self.text[:60]


class LessonAnswer(models.Model):
    """An answer to a question on a lesson; a second thought is a second answer."""

    question = models.ForeignKey(LessonQuestion, on_delete=models.CASCADE, related_name="answers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("answer"), max_length=2000)
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["written_at", "pk"]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    def __str__(self):
        return self.text[:60]
