from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.own import OwnQuerySet

from .catalogue import Course


class CourseEnrolmentQuerySet(OwnQuerySet):
    def standing(self):
        return self.filter(left_at=None)


class CourseEnrolment(models.Model):
    """That a person put themselves down for a course; ``left_at`` when they took themselves off it again.

    Progress does not hang on it: it belongs to person and lesson. Written by ``courses.actions.joining``.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="course_enrolments")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrolments")
    enrolled_at = models.DateTimeField(_("joined"), default=timezone.now)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    objects = CourseEnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["-enrolled_at", "-pk"]
        verbose_name = _("course enrolment")
        verbose_name_plural = _("course enrolments")
        constraints = [models.UniqueConstraint(
            fields=["person", "course"], condition=Q(left_at=None), name="course_joined_once"
        )]

    def __str__(self):
        return f"{self.person_id} {self.course_id}"
