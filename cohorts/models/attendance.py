import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import AttendanceStatus, MarkMethod

from .cohort import Enrolment
from .session import ClassSession


class AttendanceMarkQuerySet(models.QuerySet):
    def current(self):
        """The last mark of each chain: what counts."""
        return self.filter(corrected_by=None)

    def visible_to(self, user):
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user).values("pk"))


class AttendanceMark(models.Model):
    """What was observed of a person at a session; never edited. Written by ``cohorts.actions.attendance`` only.

    The first mark of a person at a session is unique in the database, and each mark can be corrected by at most one other:
    marks form a chain whose last link is the current state. ``nonce`` comes from the device, so that sending again is a
    no-op. ``device`` is a keyed hash, never an address.
    """

    session = models.ForeignKey(ClassSession, on_delete=models.PROTECT, related_name="marks")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="marks")
    status = models.CharField(_("status"), max_length=10, choices=AttendanceStatus)
    method = models.CharField(_("method"), max_length=8, choices=MarkMethod)
    observed_at = models.DateTimeField(_("observed"), default=timezone.now)
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    device = models.CharField(max_length=32, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True)

    objects = AttendanceMarkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attendance mark")
        verbose_name_plural = _("attendance marks")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "enrolment"], condition=Q(corrects=None), name="attendance_first_mark_once"
            )
        ]

    def __str__(self):
        return f"{self.session_id}/{self.enrolment_id} {self.status}"
