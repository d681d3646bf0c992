from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .cohort import Enrolment


class ParticipationQuerySet(models.QuerySet):
    def current(self):
        """The last entry of each chain: what counts."""
        return self.filter(~Exists(self.model.objects.filter(corrects=OuterRef("pk"))))

    def visible_to(self, user):
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user).values("pk"))


class ParticipationEntry(models.Model):
    """How someone took part in their class (平时表现), in percent and with a reason; never edited.

    The first entry of a person is unique in the database, and each can be corrected by one other: the last link counts.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="participation")
    percent = models.PositiveSmallIntegerField(_("participation, percent"))
    reason = models.CharField(_("reason"), max_length=200)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by")

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("participation")
        verbose_name_plural = _("participation")
        constraints = [
            models.UniqueConstraint(fields=["enrolment"], condition=Q(corrects=None), name="participation_first_once"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="participation_percent"),
        ]

    def __str__(self):
        return f"{self.enrolment_id} {self.percent}"
