import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.jobs.enums import UNFINISHED, JobState
from lms.storage import private_storage


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A job and its file belong to whoever asked for it, and to no one else."""
        return self.filter(owner=user) if user.is_authenticated else self.none()

    def unfinished(self):
        return self.filter(state__in=UNFINISHED)


class Job(models.Model):
    """Long work: the row is the truth about it, Celery only the messenger.

    Written by ``lms.jobs.actions``: claimed by a conditional UPDATE, one of an owner at a time, kept alive by ``heartbeat``,
    picked up again by the reconciler when a worker dies.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="jobs")
    params = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    result = models.JSONField(default=dict, blank=True)
    result_file = models.FileField(storage=private_storage, upload_to="jobs/%Y/%m", blank=True, max_length=200)
    result_name = models.CharField(max_length=200, blank=True)
    back_url = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=10, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, editable=False)
    cancel_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [models.Index(fields=["state", "heartbeat_at"], name="job_state")]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def percent(self):
        return min(100, int(self.done * 100 / self.total)) if self.total else 0

    @property
    def waits_for_another(self):
        """Tell whether it stands still because another job of its owner runs."""
        return self.state == JobState.QUEUED and Job.objects.filter(owner=self.owner_id, state=JobState.RUNNING).exists()

    @property
    def is_finished(self):
        return self.state not in UNFINISHED
