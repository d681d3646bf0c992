from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cohorts.enums import LeftOut, NudgeAbout, NudgeTo
from lms.notices.models import Notice
from lms.people.enums import Role
from lms.people.models import Organisation, Person

SENDERS = (Role.LIAISON, Role.TRAINER, Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT)


class NudgeTemplateQuerySet(models.QuerySet):
    def in_use(self):
        return self.filter(retired_at=None)

    def visible_to(self, user):
        """Those of the subtrees where the user may nudge, and those from above."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=[])
        for path in user.scope.paths(*SENDERS, Role.AUDITOR):
            above = [int(part) for part in path.split("/") if part]
            inside |= Q(organisation__path__startswith=path) | Q(organisation__in=above)
        return self.filter(inside)


class NudgeTemplate(models.Model):
    """A text to nudge with, with placeholders in braces (``rules.nudges.PLACEHOLDERS``)."""

    organisation = models.ForeignKey(Organisation, verbose_name=_("of"), on_delete=models.PROTECT, related_name="nudge_templates")
    about = models.CharField(pgettext_lazy("nudge", "about"), max_length=10, choices=NudgeAbout)
    title = models.CharField(_("title"), max_length=60)
    text = models.TextField(_("text"), max_length=500)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = NudgeTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["about", "title", "pk"]
        verbose_name = _("text for nudges")
        verbose_name_plural = _("texts for nudges")
        constraints = [models.UniqueConstraint(
            fields=["organisation", "title"], condition=Q(retired_at=None), name="nudge_template_title_once"
        )]

    def __str__(self):
        return self.title


class NudgeLimit(models.Model):
    """How many days lie between two nudges about the same; where there is no row, ``rules.nudges.DAYS``."""

    about = models.CharField(pgettext_lazy("nudge", "about"), max_length=10, choices=NudgeAbout, unique=True)
    days = models.PositiveSmallIntegerField(_("days"), validators=[MaxValueValidator(365)])

    class Meta:
        ordering = ["about"]
        verbose_name = _("limit of nudges")
        verbose_name_plural = _("limits of nudges")

    def __str__(self):
        return f"{self.about} {self.days}"


class NudgeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those about organisations of the subtrees that one administers or audits."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(sent_by=user)
        for path in user.scope.paths(Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR):
            inside |= Q(organisation__path__startswith=path)
        return self.filter(inside)


class Nudge(models.Model):
    """Someone nudged some people about one thing, at one moment. ``organisation`` is the lowest above all that it is about.

    ``of`` is the year, or the id of the call, class or round; ``title`` what that was called then.
    """

    about = models.CharField(pgettext_lazy("nudge", "about"), max_length=10, choices=NudgeAbout)
    of = models.PositiveIntegerField(default=0)
    title = models.CharField(pgettext_lazy("nudge", "about"), max_length=200)
    to = models.CharField(_("to whom"), max_length=8, choices=NudgeTo)
    text = models.TextField(_("text"), max_length=500)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = NudgeQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("nudge")
        verbose_name_plural = _("nudges")

    def __str__(self):
        return self.title


class NudgeMessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(nudge__in=Nudge.objects.visible_to(user).values("pk"))


class NudgeMessage(models.Model):
    """What one person was told, once a nudge; a liaison hears of all their people in one message."""

    nudge = models.ForeignKey(Nudge, on_delete=models.CASCADE, related_name="messages")
    told = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    notice = models.OneToOneField(Notice, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = NudgeMessageQuerySet.as_manager()

    class Meta:
        ordering = ["nudge", "told__name_key", "pk"]
        verbose_name = _("message of a nudge")
        verbose_name_plural = _("messages of nudges")
        constraints = [models.UniqueConstraint(fields=["nudge", "told"], name="nudge_told_once")]

    def __str__(self):
        return f"{self.nudge_id} {self.told_id}"


class NudgeLineQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(nudge__in=Nudge.objects.visible_to(user).values("pk"))

    def told(self):
        return self.filter(left_out="")


class NudgeLine(models.Model):
    """One person (or organisation, without a person) that a nudge was about: what was missing then, or why it was left out."""

    nudge = models.ForeignKey(Nudge, on_delete=models.CASCADE, related_name="lines")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="nudges")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="nudges")
    missing = models.CharField(max_length=500, blank=True)
    left_out = models.CharField(max_length=12, choices=LeftOut, blank=True)
    messages = models.ManyToManyField(NudgeMessage, related_name="lines")

    objects = NudgeLineQuerySet.as_manager()

    class Meta:
        ordering = ["nudge", "pk"]
        verbose_name = _("line of a nudge")
        verbose_name_plural = _("lines of nudges")
        constraints = [
            models.UniqueConstraint(fields=["nudge", "person"], condition=Q(person__isnull=False), name="nudge_person_once"),
            models.UniqueConstraint(
                fields=["nudge", "organisation"], condition=Q(person=None), name="nudge_organisation_once"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(organisation__isnull=False), name="nudge_about_someone"
            ),
        ]

    def __str__(self):
        return f"{self.nudge_id} {self.person_id or self.organisation_id}"
