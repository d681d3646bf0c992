from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.jobs.models import Job
from lms.lists.enums import EndedBy, Every, Form, Weekday
from lms.sealing.fields import SealedTextField


class ScheduledReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and nobody else's."""
        return self.filter(person=user) if user.is_authenticated else self.none()

    def running(self):
        """Those that the clock looks at: neither paused nor ended, of people who are still there."""
        return self.filter(ended_at=None, paused_at=None, person__is_active=True)


class ScheduledReport(models.Model):
    """A list exported again and again for one person, who is told where it can be fetched. Written by ``lms.lists.actions``.

    ``list_key`` is a key of ``lms.lists.registry``; ``of_id`` the row whose list it is, where it is one of a row. It runs at
    ``hour`` (local) on ``weekday`` (every week) or ``day`` (every month, the month's last day where it is shorter), never for
    a time before ``since``, and last on the day ``until``.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    list_key = models.CharField(max_length=60)
    of_id = models.PositiveBigIntegerField(null=True, blank=True)
    query = SealedTextField(blank=True)
    form = models.CharField(_("format"), max_length=4, choices=Form, default=Form.XLSX)
    every = models.CharField(_("how often"), max_length=5, choices=Every, default=Every.WEEK)
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday, null=True, blank=True)
    day = models.PositiveSmallIntegerField(_("day of the month"), null=True, blank=True)
    hour = models.PositiveSmallIntegerField(_("hour"), default=8)
    until = models.DateField(_("last day"), null=True, blank=True)
    since = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=6, choices=EndedBy, blank=True)

    objects = ScheduledReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("scheduled report")
        verbose_name_plural = _("scheduled reports")
        indexes = [models.Index(fields=["person"], condition=Q(ended_at=None, paused_at=None), name="schedule_running")]
        constraints = [
            models.CheckConstraint(
                condition=Q(every=Every.WEEK, weekday__gte=0, weekday__lte=6, day=None)
                | Q(every=Every.MONTH, day__gte=1, day__lte=31, weekday=None),
                name="schedule_has_its_day",
            ),
            models.CheckConstraint(condition=Q(hour__lte=23), name="schedule_hour"),
        ]

    def __str__(self):
        return f"{self.list_key} {self.pk}"

    @property
    def is_over(self):
        return self.ended_at is not None


class ScheduledRun(models.Model):
    """One time that a schedule ran: ``period`` is the day it was due, once a schedule. ``rows`` is known when it is done."""

    schedule = models.ForeignKey(ScheduledReport, on_delete=models.CASCADE, related_name="runs")
    period = models.DateField()
    started_at = models.DateTimeField()
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    rows = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-period"]
        verbose_name = _("run of a report")
        verbose_name_plural = _("runs of reports")
        constraints = [models.UniqueConstraint(fields=["schedule", "period"], name="schedule_runs_once_a_period")]

    def __str__(self):
        return f"{self.schedule_id} {self.period}"
