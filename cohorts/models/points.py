from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cohorts.enums import AppealState, PointSource
from cohorts.rules.points import Rule
from lms.people.enums import Role
from lms.people.models import Organisation, Person

DECIDERS = (Role.SUBDISTRICT, Role.DISTRICT)


class PointRuleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The rules of the subtrees where the user reads them, and those above that count there too."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=[])
        for path in user.scope.paths(*DECIDERS, Role.AUDITOR):
            above = [int(part) for part in path.split("/") if part]
            inside |= Q(organisation__path__startswith=path) | Q(organisation__in=above)
        return self.filter(inside)


class PointRule(models.Model):
    """So many points for something, at an organisation and below it where none nearer has a rule for the same.

    Never changed once it is made: it is ended, and another one takes over.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="point_rules"
    )
    source = models.CharField(_("for what"), max_length=10, choices=PointSource)
    points = models.PositiveSmallIntegerField(
        pgettext_lazy("members", "points"), validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    cap_month = models.PositiveSmallIntegerField(_("at most a month"), null=True, blank=True)
    cap_year = models.PositiveSmallIntegerField(_("at most a year"), null=True, blank=True)
    valid_from = models.DateField(_("counts from"))
    valid_until = models.DateField(_("counts until"), null=True, blank=True)
    lasts_years = models.PositiveSmallIntegerField(_("years they last after their own"), default=0,
                                                   validators=[MaxValueValidator(20)])
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = PointRuleQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__path", "source", "-valid_from"]
        verbose_name = _("rule of points")
        verbose_name_plural = _("rules of points")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "source", "valid_from"], name="point_rule_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="point_rule_ends_after_it_starts"
            ),
        ]

    def __str__(self):
        return f"{self.organisation_id} {self.source} {self.points}"

    @property
    def parsed(self):
        return Rule(self.pk, self.source, self.organisation_id, self.points, self.valid_from, self.valid_until, self.cap_month,
                    self.cap_year, self.lasts_years)


class PointEntryQuerySet(models.QuerySet):
    def standing(self):
        """Entries that no reversal took back, and the reversals left out."""
        return self.filter(~Exists(self.model.objects.filter(reverses=OuterRef("pk"))), reverses=None)

    def counting_on(self, day):
        return self.standing().filter(expires_on__gte=day, on_date__lte=day)

    def visible_to(self, user):
        return self.filter(person__in=Person.objects.visible_to(user).values("pk")) if user.is_authenticated else self.none()


class PointEntry(models.Model):
    """One line of the ledger of points; never edited. Written by ``cohorts.actions.points`` only.

    ``full`` is what the rule gives, ``points`` what the caps left of it. ``root`` names what earned it; ``key`` is the same
    with a number from the second line on, and unique, so that posting twice is a no-op. A correction is a reversal.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="point_entries")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    on_date = models.DateField(_("date"))
    source = models.CharField(_("for what"), max_length=10, choices=PointSource)
    full = models.SmallIntegerField(_("points by the rule"))
    points = models.SmallIntegerField(pgettext_lazy("members", "points"))
    root = models.CharField(max_length=80, db_index=True)
    key = models.CharField(max_length=80, unique=True)
    rule = models.ForeignKey(PointRule, null=True, on_delete=models.PROTECT, related_name="entries")
    title = models.CharField(_("what"), max_length=200)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    expires_on = models.DateField(_("counts until"))
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = PointEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-on_date", "-pk"]
        verbose_name = _("point entry")
        verbose_name_plural = _("point entries")
        indexes = [models.Index(fields=["person", "on_date"], name="points_of_person")]

    def __str__(self):
        return f"{self.person_id} {self.on_date} {self.points}"


class PointAppealQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those of the organisations where the user decides or audits."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(entry__person=user)
        for path in user.scope.paths(*DECIDERS, Role.AUDITOR):
            inside |= Q(entry__organisation__path__startswith=path)
        return self.filter(inside)


class PointAppeal(models.Model):
    """A person says in words what is wrong with an entry of theirs; an administrator answers."""

    entry = models.ForeignKey(PointEntry, on_delete=models.PROTECT, related_name="appeals")
    words = models.CharField(_("what is wrong"), max_length=300)
    state = models.CharField(_("state"), max_length=10, choices=AppealState, default=AppealState.OPEN)
    made_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(_("answer"), max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = PointAppealQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("appeal about points")
        verbose_name_plural = _("appeals about points")
        constraints = [
            models.UniqueConstraint(fields=["entry"], condition=Q(state="open"), name="point_appeal_one_open"),
        ]

    def __str__(self):
        return f"{self.entry_id} {self.state}"
