from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.enums import Role
from lms.people.models import Organisation

from .cohort import Cohort


class TimetableVersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(cohort__in=Cohort.objects.visible_to(user).values("pk"))


class TimetableVersion(models.Model):
    """The timetable of a cohort as it was published: what trainees and trainers are told. Never edited.

    ``meetings`` is a list of ``{id, title, kind, starts_at, ends_at, venue, venue_name, address, trainer, trainer_name,
    group, group_name, minutes, revision}`` in order of time: ids are keys, instants ISO 8601 in UTC, names as they were;
    cancelled meetings that had been published before stay with ``cancelled: true``. ``changes`` is the difference from the
    version before (``cohorts.rules.versions``).
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    meetings = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    current = models.BooleanField(default=True)

    objects = TimetableVersionQuerySet.as_manager()

    class Meta:
        ordering = ["cohort", "-number"]
        verbose_name = _("published timetable")
        verbose_name_plural = _("published timetables")
        constraints = [
            models.UniqueConstraint(fields=["cohort", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["cohort"], condition=Q(current=True), name="one_current_version"),
        ]

    def __str__(self):
        return f"{self.cohort_id} v{self.number}"


class DayTemplateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the schools one plans for, and of the organisations above them."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=[])
        for path in user.scope.paths(Role.TRAINER, Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR):
            above = [int(part) for part in path.split("/") if part]
            inside |= Q(organisation__path__startswith=path) | Q(organisation_id__in=above)
        return self.filter(inside)


class DayTemplate(models.Model):
    """The usual course of a training day (签到, 上午, 下午, 讨论), from which sessions are planned.

    ``slots`` is a list of ``{title, kind, start, end}`` with times as ``HH:MM`` in the district's own time.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("of"), on_delete=models.PROTECT, related_name="day_templates"
    )
    name = models.CharField(_("name"), max_length=80)
    slots = models.JSONField(default=list)

    objects = DayTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("day template")
        verbose_name_plural = _("day templates")
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="day_template_name_once")]

    def __str__(self):
        return self.name
