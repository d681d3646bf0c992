from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import FileWanted, FilingState, PlanKind
from cohorts.rules.filing import Asked
from lms.people.enums import Role
from lms.people.models import Category, Organisation
from lms.storage import private_storage

from .cohort import Cohort
from .session import ClassSession

# Whoever sees what the organisations of their subtree file.
READERS = (Role.LIAISON, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR)


def remind_days():
    return [7, 1]


class FilingCallQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_at=None)

    def visible_to(self, user):
        """The calls of the subtrees where the user reads filings, and those from above that reach down there."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=[])
        for path in user.scope.paths(*READERS):
            above = [int(part) for part in path.split("/") if part]
            inside |= Q(organisation__path__startswith=path) | Q(organisation__in=above)
        return self.filter(inside)


class FilingCall(models.Model):
    """A superior asks its organisations to file something by a day (备案).

    Asked are those below ``organisation`` (itself not) of the ``kinds`` (values of ``OrganisationKind``) and ``categories``;
    none named means all. ``remind_days`` are the days before ``due_on`` on which liaisons are reminded.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("asked by"), on_delete=models.PROTECT, related_name="filing_calls"
    )
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("what is asked"), blank=True)
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    due_on = models.DateField(_("due on"))
    kinds = models.JSONField(_("kinds of organisation"), default=list, blank=True)
    categories = models.ManyToManyField(Category, verbose_name=_("for categories"), blank=True, related_name="+")
    asks_items = models.BooleanField(_("a plan with items"), default=True)
    asks_meetings = models.BooleanField(_("each of the three meetings and the lesson in the plan"), default=False)
    asks_theme_day = models.BooleanField(_("the fixed day of the month that is the theme day"), default=False)
    file_wanted = models.CharField(_("file"), max_length=4, choices=FileWanted, default=FileWanted.MAY)
    remind_days = models.JSONField(_("reminders, days before"), default=remind_days, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = FilingCallQuerySet.as_manager()

    class Meta:
        ordering = ["-due_on", "-pk"]
        verbose_name = _("call for filing")
        verbose_name_plural = _("calls for filing")
        constraints = [models.UniqueConstraint(fields=["organisation", "title"], name="filing_call_title_once")]

    def __str__(self):
        return self.title

    @property
    def asked(self):
        return Asked(self.asks_items, self.asks_meetings, self.asks_theme_day, self.file_wanted == FileWanted.MUST)


class FilingQuerySet(models.QuerySet):
    def visible_to(self, user):
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=[])
        for path in user.scope.paths(*READERS):
            inside |= Q(organisation__path__startswith=path)
        return self.filter(inside)


class Filing(models.Model):
    """What one organisation files for one call. ``standing`` is the version that was filed last: it counts until the next is.

    ``latest`` is its newest version. ``handed_in_on`` is the day on which the version that was filed first was submitted.
    """

    call = models.ForeignKey(FilingCall, on_delete=models.PROTECT, related_name="filings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="filings")
    standing = models.ForeignKey("FilingVersion", null=True, on_delete=models.PROTECT, related_name="+")
    latest = models.ForeignKey("FilingVersion", null=True, on_delete=models.PROTECT, related_name="+")
    handed_in_on = models.DateField(null=True, blank=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        ordering = ["call", "organisation__path"]
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        constraints = [models.UniqueConstraint(fields=["call", "organisation"], name="filing_once")]

    def __str__(self):
        return f"{self.call_id} {self.organisation_id}"


class FilingVersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(filing__in=Filing.objects.visible_to(user).values("pk"))


class FilingVersion(models.Model):
    """One version of what is filed: a draft until it is submitted, and never changed afterwards."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=FilingState, default=FilingState.DRAFT)
    theme_day = models.PositiveSmallIntegerField(
        _("theme day"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    file = models.FileField(_("file"), storage=private_storage, upload_to="filings/%Y", blank=True, max_length=200)
    file_name = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = FilingVersionQuerySet.as_manager()

    class Meta:
        ordering = ["filing", "-number"]
        verbose_name = _("version of a filing")
        verbose_name_plural = _("versions of filings")
        constraints = [
            models.UniqueConstraint(fields=["filing", "number"], name="filing_version_number"),
            models.UniqueConstraint(
                fields=["filing"], condition=Q(state__in=["draft", "submitted"]), name="filing_one_open_version"
            ),
        ]

    def __str__(self):
        return f"{self.filing_id} v{self.number}"


class FilingItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(version__in=FilingVersion.objects.visible_to(user).values("pk"))


class FilingItem(models.Model):
    """Something planned, for a month of the call's year or a day of it. ``key`` is the same in all versions of a filing."""

    version = models.ForeignKey(FilingVersion, on_delete=models.CASCADE, related_name="items")
    key = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=10, choices=PlanKind)
    title = models.CharField(_("title"), max_length=120)
    month = models.PositiveSmallIntegerField(_("month"), validators=[MinValueValidator(1), MaxValueValidator(12)])
    day = models.PositiveSmallIntegerField(_("day"), null=True, blank=True)
    hours = models.DecimalField(_("learning hours"), max_digits=4, decimal_places=1, default=0)
    audience = models.CharField(_("for whom"), max_length=80, blank=True)

    objects = FilingItemQuerySet.as_manager()

    class Meta:
        ordering = ["version", "month", "day", "pk"]
        verbose_name = _("planned item")
        verbose_name_plural = _("planned items")
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="filing_item_key"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="filing_item_month"),
        ]

    def __str__(self):
        return self.title


class FilingExecutionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(filing__in=Filing.objects.visible_to(user).values("pk"))


class FilingExecution(models.Model):
    """A planned item happened: on a day, as a session or a class of this system or as the ``note`` says."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="executions")
    key = models.PositiveSmallIntegerField()
    on_date = models.DateField(_("held on"))
    session = models.ForeignKey(
        ClassSession, verbose_name=_("session"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cohort = models.ForeignKey(
        Cohort, verbose_name=_("class"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = FilingExecutionQuerySet.as_manager()

    class Meta:
        ordering = ["filing", "key"]
        verbose_name = _("execution of a planned item")
        verbose_name_plural = _("executions of planned items")
        constraints = [
            models.UniqueConstraint(fields=["filing", "key"], name="filing_executed_once"),
            models.CheckConstraint(
                condition=~Q(note="") | Q(session__isnull=False) | Q(cohort__isnull=False), name="filing_executed_by_something"
            ),
        ]

    def __str__(self):
        return f"{self.filing_id} {self.key}"
