import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.own import OwnQuerySet

from .catalogue import Lesson


class ScormPackage(models.Model):
    """A package that was looked through and unpacked to ``scorm/<key>/`` of the private files. It never changes.

    ``parts`` are those of ``rules.scorm_manifest.Manifest``. Written by ``courses.actions.scorm``.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    version = models.CharField(max_length=4)
    title = models.CharField(_("title"), max_length=200)
    parts = models.JSONField(default=list)
    files = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)  # bytes, unpacked
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("SCORM package")
        verbose_name_plural = _("SCORM packages")

    def __str__(self):
        return f"{self.title} (SCORM {self.version})"

    @property
    def folder(self):
        return f"scorm/{self.key.hex}"

    def part(self, key):
        """Return the part of ``key``; None where the package has none."""
        return next((part for part in self.parts if part["key"] == key), None)


class ScormLesson(models.Model):
    """Which package a lesson plays now. A lesson without a row is read, not played."""

    lesson = models.OneToOneField(Lesson, on_delete=models.PROTECT, related_name="scorm")
    package = models.ForeignKey(ScormPackage, on_delete=models.PROTECT, related_name="lessons")

    class Meta:
        verbose_name = _("SCORM lesson")
        verbose_name_plural = _("SCORM lessons")

    def __str__(self):
        return f"{self.lesson_id} {self.package_id}"


class ScormAttempt(models.Model):
    """What the parts of a package reported of a person. ``state`` is ``{part key: {"report": {...}, "status": ...}}``.

    ``status``, ``score`` (0 to 100) and ``seconds`` are those of the whole (``rules.scorm_report.all_together``); seconds
    are what the package says, at most those since the lesson was first opened. A new package begins a new row.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="scorm_attempts")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="scorm_attempts")
    package = models.ForeignKey(ScormPackage, on_delete=models.PROTECT, related_name="attempts")
    state = models.JSONField(default=dict)
    status = models.CharField(max_length=6, default="new")
    score = models.DecimalField(_("score"), max_digits=4, decimal_places=1, null=True, blank=True)
    seconds = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("SCORM attempt")
        verbose_name_plural = _("SCORM attempts")
        constraints = [
            models.UniqueConstraint(fields=["person", "lesson", "package"], name="scorm_attempt_once"),
        ]

    def __str__(self):
        return f"{self.person_id} {self.lesson_id} {self.status}"
