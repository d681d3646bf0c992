import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.people.enums import Role
from lms.sealing.fields import SealedJSONField
from lms.storage import private_storage

from .organisation import Organisation


class BatchState(models.TextChoices):
    READING = "reading", _("Being read")
    MAPPING = "mapping", _("Columns to confirm")
    CHECKING = "checking", _("Being checked")
    READY = "ready", _("Ready to import")
    APPLYING = "applying", _("Being imported")
    APPLIED = "applied", pgettext_lazy("roster", "Imported")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


WORKING_STATES = (BatchState.READING, BatchState.CHECKING, BatchState.APPLYING, BatchState.UNDOING)
OPEN_STATES = (BatchState.READING, BatchState.MAPPING, BatchState.CHECKING, BatchState.READY)


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those of the subtrees that the user administers or audits."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(uploaded_by=user)
        for path in user.scope.paths(Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR):
            inside |= Q(organisation__path__startswith=path)
        return self.filter(inside)


class ImportBatch(models.Model):
    """One roster file, from its upload to its undoing.

    ``organisation`` is the subtree it was uploaded for. ``layouts`` is ``[{"key", "sheets": [{"name", "row", "height"}],
    "texts": [...], "samples": [[...]], "fields": [...]}]``, ``skipped`` the names of sheets without a table. ``effects`` says
    what the import wrote, for its undoing (``people.actions.imports.undoing``). ``digest`` is of what the preview showed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("uploaded by"), on_delete=models.PROTECT, related_name="import_batches"
    )
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="import_batches")
    file = models.FileField(storage=private_storage, upload_to="rosters/%Y/%m", blank=True, max_length=200)
    error_file = models.FileField(storage=private_storage, upload_to="rosters/%Y/%m", blank=True, max_length=200)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=BatchState, default=BatchState.READING)
    job_id = models.UUIDField(null=True, editable=False)
    layouts = SealedJSONField(default=list, blank=True)
    skipped = models.JSONField(default=list, blank=True)
    read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    message = models.TextField(blank=True)
    effects = SealedJSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("roster import")
        verbose_name_plural = _("roster imports")

    def __str__(self):
        return self.file_name

    @property
    def is_working(self):
        return self.state in WORKING_STATES

    @property
    def is_open(self):
        return self.state in OPEN_STATES

    @property
    def counts(self):
        return {name: getattr(self, name) for name in ("read", "created", "updated", "unchanged", "refused")}


class ImportRow(models.Model):
    """What becomes, or became, of one row. ``shown`` holds the cells by field, ``problems`` codes with their parameters,
    ``differences`` lists of ``[field, before, after]``."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    sheet = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8)
    shown = SealedJSONField(default=dict)
    problems = SealedJSONField(default=list)
    differences = SealedJSONField(default=list)

    class Meta:
        ordering = ["position"]
        verbose_name = _("roster row")
        verbose_name_plural = _("roster rows")
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="import_row_once")]
        indexes = [models.Index(fields=["batch", "state", "position"], name="import_row_state")]

    def __str__(self):
        return f"{self.sheet} {self.number}"


class HeadingMemory(models.Model):
    """How someone corrected the meaning of a heading; the next roster with that heading is guessed so.

    ``heading`` is normalised by ``rules.roster.text.heading_key``, ``field`` one of ``rules.roster.headings``.
    """

    heading = models.CharField(_("heading"), max_length=120, unique=True)
    field = models.CharField(_("meaning"), max_length=20)
    remembered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    remembered_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["heading"]
        verbose_name = _("remembered heading")
        verbose_name_plural = _("remembered headings")

    def __str__(self):
        return f"{self.heading} → {self.field}"
