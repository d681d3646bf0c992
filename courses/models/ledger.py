from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.enums import HourKind
from lms.people.enums import Position
from lms.people.models import Person


class HourEntryQuerySet(models.QuerySet):
    def in_year(self, year):
        return self.filter(on_date__year=year)

    def standing(self):
        """Lines that no reversal took back, and the reversals left out: what counts, line by line."""
        return self.filter(~Exists(self.model.objects.filter(reverses=OuterRef("pk"))), reverses=None)

    def visible_to(self, user):
        return self.filter(person__in=Person.objects.visible_to(user).values("pk")) if user.is_authenticated else self.none()


class HourEntry(models.Model):
    """One line of the ledger of hours, in minutes; never edited. Written by ``courses.actions.ledger`` only.

    ``source_root`` names what earned it (``session:12:person:7``, ``lesson:3:person:7``); ``source`` is the same with a
    number from the second line on, and unique, so that posting twice is a no-op. A correction is a reversal (``reverses``,
    minus the same minutes) and, where something remains, a new line with the next number.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="hour_entries")
    on_date = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=12, choices=HourKind)
    minutes = models.IntegerField(_("minutes"))
    source = models.CharField(max_length=80, unique=True)
    source_root = models.CharField(max_length=80, db_index=True)
    title = models.CharField(_("what"), max_length=200)
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
        constraints = [models.CheckConstraint(condition=~Q(minutes=0), name="hours_not_nothing")]

    def __str__(self):
        return f"{self.person_id} {self.on_date} {self.minutes}"


class HourRequirement(models.Model):
    """What a year asks of a position: editable data, seeded with the national plan of 2014-2018 (32; 56 and a class)."""

    from_year = models.PositiveSmallIntegerField(_("from the year"))
    position = models.CharField(_("position"), max_length=12, choices=Position)
    minutes = models.PositiveIntegerField(_("minutes a year"))
    concentrated_classes = models.PositiveSmallIntegerField(_("concentrated trainings a year"), default=0)

    class Meta:
        ordering = ["-from_year", "position"]
        verbose_name = _("hour requirement")
        verbose_name_plural = _("hour requirements")
        constraints = [models.UniqueConstraint(fields=["from_year", "position"], name="requirement_once")]

    def __str__(self):
        return f"{self.from_year} {self.position} {self.minutes}"
