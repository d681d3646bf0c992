from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import SessionKind

from .cohort import Cohort, CohortGroup
from .programme import ProgrammeModule
from .venue import Venue, new_secret


class SessionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at=None, cancelled_at=None)

    def visible_to(self, user):
        return self.filter(cohort__in=Cohort.objects.visible_to(user).values("pk"))


class ClassSession(models.Model):
    """One meeting of a cohort. ``secret`` feeds the rotating check-in code (``cohorts.rules.check_in``).

    ``minutes`` is what attending earns; closing posts it (``cohorts.actions.sessions.close_session``). ``group`` is set when
    only one group of the cohort meets; ``repeats`` is shared by the meetings planned as one recurring session. What
    trainees are told of it is the last published ``TimetableVersion``. ``place`` says where it is when it is no venue of ours.
    ``head_count`` is how many were counted in the room.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="sessions")
    title = models.CharField(_("title"), max_length=200)
    module = models.ForeignKey(
        ProgrammeModule, verbose_name=_("module"), null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions"
    )
    group = models.ForeignKey(
        CohortGroup, verbose_name=_("group"), null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )
    repeats = models.UUIDField(null=True, blank=True, db_index=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=SessionKind, default=SessionKind.LECTURE)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    minutes = models.PositiveSmallIntegerField(_("minutes credited"))
    venue = models.ForeignKey(
        Venue, verbose_name=_("venue"), null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("trainer"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="sessions_taught",
    )
    secret = models.CharField(max_length=40, default=new_secret, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    head_count = models.PositiveSmallIntegerField(_("people counted in the room"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # How often it was moved, and when last: calendar programs take the highest for the truth.
    revision = models.PositiveIntegerField(default=0, editable=False)
    revised_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("class session")
        verbose_name_plural = _("class sessions")
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts")]
        indexes = [
            models.Index(fields=["venue", "starts_at"], name="session_in_venue"),
            models.Index(fields=["trainer", "starts_at"], name="session_of_trainer"),
        ]

    def __str__(self):
        return self.title
