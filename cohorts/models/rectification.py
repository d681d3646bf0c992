from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import RectificationAct, RectificationState
from lms.people.enums import Role
from lms.people.models import Organisation, Person

READERS = (Role.LIAISON, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR)
UNDONE = (RectificationState.OPEN, RectificationState.FAILED)


class RectificationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the organisations of one's subtrees, and those one is responsible for."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(responsible=user)
        for path in user.scope.paths(*READERS):
            inside |= Q(organisation__path__startswith=path)
        return self.filter(inside)

    def overdue(self, today):
        return self.filter(state__in=UNDONE, due_on__lt=today)


class Rectification(models.Model):
    """Something found at an organisation (or a person of it) that is to be put right by a day (整改).

    ``reported_by`` and ``checked_by`` are those of the last report and the last re-check; whoever reported does not check.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="rectifications"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT, related_name="rectifications"
    )
    finding = models.TextField(_("what was found"), max_length=500)
    measure = models.TextField(_("what is to be done"), max_length=500)
    due_on = models.DateField(_("due on"))
    responsible = models.ForeignKey(Person, verbose_name=_("responsible"), on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=RectificationState, default=RectificationState.OPEN)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = RectificationQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("rectification")
        verbose_name_plural = _("rectifications")
        constraints = [models.CheckConstraint(
            condition=Q(reported_by=None) | Q(checked_by=None) | ~Q(checked_by=F("reported_by")), name="rectification_two_people"
        )]

    def __str__(self):
        return self.finding[:60]


class RectificationStepQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(rectification__in=Rectification.objects.visible_to(user).values("pk"))


class RectificationStep(models.Model):
    """One act on the way, never changed: reported, or re-checked; ``due_on`` is the new day where it was not done."""

    rectification = models.ForeignKey(Rectification, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=8, choices=RectificationAct)
    words = models.CharField(_("words of explanation"), max_length=300)
    due_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = RectificationStepQuerySet.as_manager()

    class Meta:
        ordering = ["rectification", "pk"]
        verbose_name = _("step of a rectification")
        verbose_name_plural = _("steps of rectifications")

    def __str__(self):
        return f"{self.rectification_id} {self.act}"
