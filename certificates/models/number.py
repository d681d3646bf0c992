from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.rules.numbers import read_pattern
from lms.people.enums import Role
from lms.people.models import Organisation


class NumberSequenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of patterns that one sees, and those that somebody one sees has a number of."""
        keys = {row.pattern.key for row in NumberPattern.objects.visible_to(user)}
        people = self.model._meta.get_field("certificates").related_model.objects.visible_to(user)
        return self.filter(models.Q(pattern__in=keys) | models.Exists(people.filter(sequence=models.OuterRef("pk"))))


class NumberSequence(models.Model):
    """The last running number given under a pattern in a year; its row is locked while one is given.

    ``pattern`` is the pattern's key (``certificates.rules.numbers.Pattern.key``).
    """

    pattern = models.CharField(_("pattern"), max_length=60)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    objects = NumberSequenceQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "pattern"]
        verbose_name = _("number sequence")
        verbose_name_plural = _("number sequences")
        constraints = [models.UniqueConstraint(fields=["pattern", "year"], name="sequence_once")]

    def __str__(self):
        return f"{self.pattern} {self.year} {self.last}"

    @property
    def name(self):
        """The pattern with its year, as the register is headed: ``徐委党训〔2018〕…号``."""
        return self.pattern.replace("{year}", str(self.year)).replace("{n}", "…")


class NumberPatternQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the organisations that one administers or audits, and of the ones above these, whose numbers one gives."""
        if not user.is_authenticated:
            return self.none()
        mine = models.Q(pk__in=[])
        for path in user.scope.paths(Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR):
            steps = path.split("/")[:-1]
            above = ["/".join(steps[:depth]) + "/" for depth in range(1, len(steps))]
            mine |= models.Q(organisation__path__startswith=path) | models.Q(organisation__path__in=above)
        return self.filter(mine)

    def active(self):
        return self.filter(is_active=True)


class NumberPattern(models.Model):
    """How an organisation numbers its certificates, such as ``徐委党训〔{year}〕{n:04}号``; it and those below it issue by it."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="number_patterns"
    )
    text = models.CharField(_("pattern"), max_length=60, unique=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = NumberPatternQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__path", "pk"]
        verbose_name = _("number pattern")
        verbose_name_plural = _("number patterns")

    def __str__(self):
        return self.text

    @property
    def pattern(self):
        return read_pattern(self.text)
