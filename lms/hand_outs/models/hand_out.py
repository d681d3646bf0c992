from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.hand_outs.enums import HandOutState
from lms.hand_outs.registry import KINDS
from lms.jobs.models import Job
from lms.people.enums import Role
from lms.people.models import Organisation
from lms.storage import private_storage


class HandOutQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those with data of the subtrees that the user administers or audits; the file is the asker's alone."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(asked_by=user)
        for path in user.scope.paths(Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR):
            inside |= Q(organisation__path__startswith=path)
        return self.filter(inside)


class HandOut(models.Model):
    """A file with data of people: what, for which purpose, to whom, asked by, approved by. Written by ``lms.hand_outs.actions``.

    ``kind`` and ``params`` say how it is made (``lms.hand_outs.registry``), ``organisation`` whose subtree its data is of.
    ``sha256`` is of the data, ``file_sha256`` of the file; ``figures`` counts what stands in it. The file is removed at
    ``expires_at``; the row stays, as the record of what left the house.
    """

    kind = models.CharField(max_length=60)
    title = models.CharField(_("what"), max_length=200)
    params = models.JSONField(default=dict)
    organisation = models.ForeignKey(Organisation, verbose_name=_("data of"), on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=100)
    recipient = models.CharField(_("recipient"), max_length=60)
    state = models.CharField(_("state"), max_length=10, choices=HandOutState, default=HandOutState.APPROVED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), on_delete=models.PROTECT, related_name="hand_outs"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    file = models.FileField(storage=private_storage, upload_to="hand_outs/%Y/%m", blank=True, max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    figures = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = HandOutQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("file handed out")
        verbose_name_plural = _("files handed out")
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="hand_out_decided_by_another"
            ),
            models.CheckConstraint(condition=~Q(state=HandOutState.READY) | ~Q(file=""), name="hand_out_ready_with_file"),
        ]
        indexes = [models.Index(fields=["state", "expires_at"], name="hand_out_state")]

    def __str__(self):
        return self.title

    @property
    def label(self):
        return KINDS[self.kind].label if self.kind in KINDS else self.kind

    @property
    def file_name(self):
        return f"{self.title}.xlsx"

    def is_over(self, now):
        """Tell whether the file may no longer be fetched, be it removed by now or not."""
        return self.state == HandOutState.EXPIRED or (self.expires_at is not None and self.expires_at <= now)
