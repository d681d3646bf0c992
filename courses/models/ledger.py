from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.enums import HourKind, LineStatus
from lms.people.enums import Position
from lms.people.models import Category, Organisation, Person

from .hour_rules import HourRuleVersion


class HourEntryQuerySet(models.QuerySet):
    def in_year(self, year):
        return self.filter(on_date__year=year)

    def standing(self):
        """Lines that no reversal took back, and the reversals left out: what counts, line by line."""
        return self.filter(~Exists(self.model.objects.filter(reverses=OuterRef("pk"))), reverses=None)

    def standing_on(self, day, *, recorded=False):
        """What counts of the lines dated until ``day``, with all that was corrected since.

        With ``recorded`` only what had been written by the end of that day: what the ledger said that evening.
        """
        back = self.model.objects.filter(reverses=OuterRef("pk"))
        lines = self.filter(on_date__lte=day, reverses=None)
        if recorded:
            end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
            back, lines = back.filter(recorded_at__lt=end), lines.filter(recorded_at__lt=end)
        return lines.filter(~Exists(back))

    def visible_to(self, user):
        return self.filter(person__in=Person.objects.visible_to(user).values("pk")) if user.is_authenticated else self.none()


class HourEntry(models.Model):
    """One line of the ledger of hours; never edited. Written by ``courses.actions.ledger`` only.

    ``observed`` are minutes of the clock; ``minutes`` those credited for them by ``rule_version`` (None: minute by minute,
    where no rules were made), 45 to a learning hour, so that hundredths of an hour are exact. ``organisation`` is the place
    whose rules counted: that of the person's post on the day. ``progress`` is how much of it was learned, in percent.

    ``source_root`` names what earned it (``session:12:person:7``, ``lesson:3:person:7``); ``source`` is the same with a
    number from the second line on, and unique, so that posting twice is a no-op. A correction is a reversal (``reverses``,
    minus the same minutes) and, where something remains, a new line with the next number. ``subject`` tells the same lesson.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="hour_entries")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    on_date = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=12, choices=HourKind)
    observed = models.IntegerField(_("minutes observed"), default=0)
    progress = models.PositiveSmallIntegerField(_("learned, in percent"), default=100, validators=[MaxValueValidator(100)])
    rule_version = models.ForeignKey(HourRuleVersion, null=True, on_delete=models.PROTECT, related_name="entries")
    minutes = models.DecimalField(_("minutes credited"), max_digits=9, decimal_places=2)
    source = models.CharField(max_length=80, unique=True)
    source_root = models.CharField(max_length=80, db_index=True)
    title = models.CharField(_("what"), max_length=200)
    subject = models.CharField(max_length=120, blank=True)
    concentrated = models.BooleanField(_("concentrated training"), default=False)
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = HourEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-on_date", "-pk"]
        verbose_name = _("hour entry")
        verbose_name_plural = _("hour entries")
        indexes = [models.Index(fields=["person", "on_date"], name="hours_of_person")]
        constraints = [models.CheckConstraint(condition=~Q(minutes=0) | ~Q(observed=0), name="hours_not_nothing")]

    def __str__(self):
        return f"{self.person_id} {self.on_date} {self.minutes}"

    @property
    def status(self):
        """A fold over the chain: read it with ``reversed_by`` at hand."""
        taken = self.reverses_id is not None or getattr(self, "reversed_by", None) is not None
        return LineStatus.REVERSED if taken else LineStatus.CONFIRMED


class HourRequirement(models.Model):
    """What a year asks: editable data, seeded with the national plans (32; 56 and a class; by category before 2014).

    Empty ``organisation``, ``category`` and ``position`` mean all. Of the rows that speak of a post, that of the nearest
    organisation counts, of its newest year, and there the one that says most exactly whom it means. Whoever is newly
    appointed completes a concentrated training within ``new_within`` months (0: nothing is asked).
    """

    from_year = models.PositiveSmallIntegerField(_("from the year"))
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    category = models.ForeignKey(
        Category, verbose_name=_("category"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    position = models.CharField(_("position"), max_length=12, choices=Position, blank=True)
    minutes = models.PositiveIntegerField(_("minutes a year"))
    concentrated_classes = models.PositiveSmallIntegerField(_("concentrated trainings a year"), default=0)
    new_within = models.PositiveSmallIntegerField(_("newly appointed: trained within months"), default=0)

    class Meta:
        ordering = ["-from_year", "organisation__path", "category__order", "position", "pk"]
        verbose_name = _("hour requirement")
        verbose_name_plural = _("hour requirements")
        constraints = [models.UniqueConstraint(
            "from_year", Coalesce("organisation", 0), Coalesce("category", 0), "position", name="requirement_once",
        )]

    def __str__(self):
        return f"{self.from_year} {self.position} {self.minutes}"
