from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.enums import RecognitionState
from lms.people.enums import Role
from lms.people.models import Person
from lms.storage import private_storage

# Whoever sees and decides applications, of the people of their subtree.
DECIDERS = (Role.SUBDISTRICT, Role.DISTRICT)


class RecognitionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those of the people of the subtrees where the user decides or audits."""
        if not user.is_authenticated:
            return self.none()
        own = Q(person=user)
        paths = user.scope.paths(*DECIDERS, Role.AUDITOR)
        return self.filter(own | Q(person__in=Person.objects.in_subtrees(*paths).values("pk"))) if paths else self.filter(own)


class Recognition(models.Model):
    """Someone asks for hours they earned elsewhere to be recognised, with a proof; ``minutes`` are 45 to the hour.

    Approved, it posts a line under ``recognition:<id>``. Returned with a reason, the person mends it and hands it in again.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="recognitions")
    title = models.CharField(_("what was learned"), max_length=120)
    organiser = models.CharField(_("who held it"), max_length=120)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))
    minutes = models.PositiveIntegerField(_("minutes"))
    concentrated = models.BooleanField(_("a concentrated training"), default=False)
    proof = models.FileField(_("proof"), storage=private_storage, upload_to="recognitions/%Y", max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=RecognitionState, default=RecognitionState.APPLIED)
    applied_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("answer"), max_length=200, blank=True)

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        ordering = ["-applied_at", "-pk"]
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="recognition_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="recognition_of_something"),
        ]

    def __str__(self):
        return f"{self.person_id} {self.title}"
