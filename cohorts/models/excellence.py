from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import EnrolmentState, ExcellenceState

from .cohort import Enrolment


class ExcellentTraineeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user).values("pk"))

    def named(self):
        """Those who are excellent trainees: approved, of a class they completed."""
        return self.filter(state=ExcellenceState.APPROVED, enrolment__state=EnrolmentState.COMPLETED)


class ExcellentTrainee(models.Model):
    """Someone proposed or named as an excellent trainee (优秀学员) of their class; one row a place.

    ``by_rule``: named by the rule of the programme; else chosen, for ``reason``. Whoever proposed does not approve.
    ``answer`` says why a proposal was declined or taken back.
    """

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="excellence")
    state = models.CharField(max_length=10, choices=ExcellenceState, default=ExcellenceState.PROPOSED)
    by_rule = models.BooleanField(default=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("answer"), max_length=200, blank=True)

    objects = ExcellentTraineeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("excellent trainee")
        verbose_name_plural = _("excellent trainees")
        constraints = [
            models.CheckConstraint(condition=Q(by_rule=True) | ~Q(reason=""), name="excellence_rule_or_reason"),
        ]

    def __str__(self):
        return f"{self.enrolment_id} {self.state}"
