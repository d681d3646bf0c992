from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .session import ClassSession


class DeviceDecisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(session__in=ClassSession.objects.visible_to(user).values("pk"))


class DeviceDecision(models.Model):
    """What was decided about a phone that checked in several people; never edited. Written by ``cohorts.actions.devices`` only.

    ``enrolments`` are the places for which the phone stood then, ``withdrawn`` those of them whose mark was taken back: none
    where all were in the room. Whoever checks in with the phone later stands in none of its decisions, so it is asked again.
    """

    session = models.ForeignKey(ClassSession, on_delete=models.PROTECT, related_name="device_decisions")
    device = models.CharField(max_length=32)
    enrolments = models.JSONField()
    withdrawn = models.JSONField(default=list, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    objects = DeviceDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("decision about a phone")
        verbose_name_plural = _("decisions about phones")

    def __str__(self):
        return f"{self.session_id} {self.device}"
