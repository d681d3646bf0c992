import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.enums import HourImportState
from lms.people.enums import Role
from lms.people.models import Organisation, Person
from lms.sealing.fields import SealedJSONField
from lms.storage import private_storage

WORKING = (HourImportState.READING, HourImportState.CHECKING, HourImportState.APPLYING, HourImportState.UNDOING)
OPEN = (HourImportState.READING, HourImportState.MAPPING, HourImportState.CHECKING, HourImportState.READY)


class HourImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those of the subtrees that the user administers or audits."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(uploaded_by=user)
        for path in user.scope.paths(Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR):
            inside |= Q(organisation__path__startswith=path)
        return self.filter(inside)


class HourImport(models.Model):
    """A workbook of hours, from its upload to its undoing. ``layouts`` are as those of ``ImportBatch``.

    ``message`` says why the file could not be read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(storage=private_storage, upload_to="hours/%Y/%m", max_length=200)
    error_file = models.FileField(storage=private_storage, upload_to="hours/%Y/%m", blank=True, max_length=200)
    file_name = models.CharField(_("file"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=HourImportState, default=HourImportState.READING)
    job_id = models.UUIDField(null=True, editable=False)
    layouts = SealedJSONField(default=list, blank=True)
    read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = HourImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("import of hours")
        verbose_name_plural = _("imports of hours")

    def __str__(self):
        return self.file_name

    @property
    def is_working(self):
        return self.state in WORKING

    @property
    def is_open(self):
        return self.state in OPEN


class HourImportRow(models.Model):
    """What becomes, or became, of one row. ``shown`` holds the cells by field, ``problems`` codes with their parameters.

    ``source`` is the ledger's name for it; ``before`` the minutes that stood under that name until the import.
    """

    batch = models.ForeignKey(HourImport, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    sheet = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8)
    shown = SealedJSONField(default=dict)
    problems = SealedJSONField(default=list)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    kind = models.CharField(max_length=12, blank=True)
    title = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveIntegerField(default=0)
    before = models.PositiveIntegerField(null=True)
    source = models.CharField(max_length=70, blank=True, db_index=True)

    class Meta:
        ordering = ["position"]
        verbose_name = _("row of hours")
        verbose_name_plural = _("rows of hours")
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="hour_row_once")]
        indexes = [models.Index(fields=["batch", "state", "position"], name="hour_row_state")]

    def __str__(self):
        return f"{self.sheet} {self.number}"
