from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.enums import RuleState
from lms.people.enums import Role
from lms.people.models import Organisation, Person

# Whoever reads the rules of a place; everybody reads, in words, the rule that counted one of their own lines.
READERS = (Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR)


class HourRuleVersionQuerySet(models.QuerySet):
    def in_force(self):
        return self.exclude(state=RuleState.DRAFT)

    def visible_to(self, user):
        """The rules of the subtrees where the user reads them, and those above that count there too."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=[])
        for path in user.scope.paths(*READERS):
            above = [int(part) for part in path.split("/") if part]
            inside |= Q(organisation__path__startswith=path) | Q(organisation__in=above)
        return self.filter(inside)


class HourRuleVersion(models.Model):
    """The rules of counting of a place from a day on, as data (``courses.rules.hour_data``).

    The versions of an organisation follow each other; for a line the one counts that began last before its day, of the nearest
    organisation at or above the person's own that has any. A version in force is never edited: a new one takes over.
    ``preview_digest`` is of the rules and the day that the preview was made for.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="hour_rules"
    )
    number = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=120)
    valid_from = models.DateField(_("counts from"))
    rules = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=RuleState, default=RuleState.DRAFT)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    in_force_at = models.DateTimeField(null=True, blank=True)
    in_force_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    job_id = models.UUIDField(null=True, editable=False)
    preview_digest = models.CharField(max_length=64, blank=True)
    previewed_at = models.DateTimeField(null=True, blank=True)
    lines_read = models.PositiveIntegerField(default=0)
    lines_changed = models.PositiveIntegerField(default=0)

    objects = HourRuleVersionQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__path", "-valid_from", "-number"]
        verbose_name = _("rules of hours")
        verbose_name_plural = _("rules of hours")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="hour_rules_number"),
            models.UniqueConstraint(fields=["organisation"], condition=Q(state="draft"), name="hour_rules_one_draft"),
        ]

    def __str__(self):
        return f"{self.title} {self.number}"

    @property
    def is_draft(self):
        return self.state == RuleState.DRAFT


class HourRuleChange(models.Model):
    """Whom a draft would change: a person's year, counted by the rules as they are and by the draft, in credited minutes."""

    version = models.ForeignKey(HourRuleVersion, on_delete=models.CASCADE, related_name="changes")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    lines = models.PositiveIntegerField(_("lines"))
    before = models.DecimalField(max_digits=9, decimal_places=2)
    after = models.DecimalField(max_digits=9, decimal_places=2)

    class Meta:
        ordering = ["person__name_key", "person", "year"]
        verbose_name = _("change by new rules")
        verbose_name_plural = _("changes by new rules")
        constraints = [models.UniqueConstraint(fields=["version", "person", "year"], name="hour_change_once")]

    def __str__(self):
        return f"{self.person_id} {self.year}: {self.before} → {self.after}"

    @property
    def difference(self):
        return self.after - self.before


