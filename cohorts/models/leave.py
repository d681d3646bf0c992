from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import LeaveKind, LeaveLevel, LeaveState, MakeUpState
from courses.models import Lesson
from lms.storage import private_storage

from .cohort import Enrolment
from .session import ClassSession


class LeaveQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user).values("pk"))


class Leave(models.Model):
    """Someone asks to be away from a cohort's sessions between two moments, before the first of them begins.

    ``level`` is who decides, by its length when it was asked for; approved, its sessions are not an absence and earn no
    hours. ``returned_at`` is when the person reported back (销假): from then on they are expected again.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="leaves")
    kind = models.CharField(_("kind"), max_length=10, choices=LeaveKind)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    text = models.CharField(_("reason"), max_length=300)
    proof = models.FileField(
        _("certificate"), storage=private_storage, upload_to="leaves/%Y", blank=True, max_length=200
    )
    level = models.CharField(_("decided by"), max_length=14, choices=LeaveLevel)
    state = models.CharField(_("state"), max_length=10, choices=LeaveState, default=LeaveState.APPLIED)
    applied_at = models.DateTimeField(default=timezone.now)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("answer"), max_length=200, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)

    objects = LeaveQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="leave_ends_after_it_starts")]

    def __str__(self):
        return f"{self.enrolment_id} {self.starts_at:%Y-%m-%d}"


class MakeUpQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user).values("pk"))


class MakeUp(models.Model):
    """How someone makes up for a missed session: at the same module in another class, or by lessons and a note.

    One of ``other`` and ``lessons`` is set. Done, it posts the missed session's minutes as made up.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="make_ups")
    session = models.ForeignKey(ClassSession, on_delete=models.PROTECT, related_name="make_ups")
    other = models.ForeignKey(
        ClassSession, null=True, blank=True, on_delete=models.PROTECT, related_name="made_up_at"
    )
    lessons = models.ManyToManyField(Lesson, blank=True, related_name="make_ups")
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=MakeUpState, default=MakeUpState.CHOSEN)
    chosen_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("answer"), max_length=200, blank=True)

    objects = MakeUpQuerySet.as_manager()

    class Meta:
        ordering = ["-chosen_at", "-pk"]
        verbose_name = _("make-up")
        verbose_name_plural = _("make-ups")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "session"],
                condition=~Q(state__in=[MakeUpState.DECLINED, MakeUpState.CANCELLED]), name="made_up_once",
            ),
        ]

    def __str__(self):
        return f"{self.enrolment_id}/{self.session_id} {self.state}"
