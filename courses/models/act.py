from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.own import OwnQuerySet

from .catalogue import Lesson


class OfflineAct(models.Model):
    """A lesson finished without a network, as it reached us: ``act`` is the phone's own number for it, taken once.

    Written by ``courses.actions.offline``.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    act = models.UUIDField()
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("act without a network")
        verbose_name_plural = _("acts without a network")
        constraints = [models.UniqueConstraint(fields=["person", "act"], name="offline_act_once")]

    def __str__(self):
        return str(self.act)
