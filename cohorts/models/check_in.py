from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.models import Person

from .feed import new_token
from .session import ClassSession


class KioskQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(closed_at=None)

    def visible_to(self, user):
        return self.filter(session__in=ClassSession.objects.visible_to(user).values("pk"))


class Kiosk(models.Model):
    """A tablet by the door of one session: whoever opened it answers for it, and nobody's account is left open on it.

    ``token`` is the secret part of its address; it opens nothing any more once the kiosk or the session is closed.
    """

    session = models.ForeignKey(ClassSession, on_delete=models.PROTECT, related_name="kiosks")
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = KioskQuerySet.as_manager()

    class Meta:
        ordering = ["session", "pk"]
        verbose_name = _("check-in tablet")
        verbose_name_plural = _("check-in tablets")

    def __str__(self):
        return f"{self.session_id} {self.opened_at:%H:%M}"


class PersonalCardQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own only; a class's cards are read through its enrolments."""
        return self.filter(person=user) if user.is_authenticated else self.none()


class PersonalCard(models.Model):
    """Which number of a person's card holds: ``cohorts.actions.cards`` makes the number from person and ``serial``.

    Everyone has a card without a row here, of serial 0; the next one makes the former worthless.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="personal_card")
    serial = models.PositiveIntegerField()
    renewed_at = models.DateTimeField(default=timezone.now)

    objects = PersonalCardQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal card")
        verbose_name_plural = _("personal cards")
        constraints = [models.CheckConstraint(condition=Q(serial__gte=1), name="card_row_after_the_first")]

    def __str__(self):
        return f"{self.person_id} {self.serial}"
