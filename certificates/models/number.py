from django.db import models
from django.utils.translation import gettext_lazy as _


class NumberSequence(models.Model):
    """The last running number given under a pattern in a year; its row is locked while one is given."""

    pattern = models.CharField(_("pattern"), max_length=60)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("number sequence")
        verbose_name_plural = _("number sequences")
        constraints = [models.UniqueConstraint(fields=["pattern", "year"], name="sequence_once")]

    def __str__(self):
        return f"{self.pattern} {self.year} {self.last}"
