from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import InvitationState
from lms.people.enums import Role
from lms.people.models import Person, RoleGrant

from .session import ClassSession

# Who plans with trainers, or looks over the shoulder of those who do.
TRAINER_ROLES = (Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR)


class OfTrainerQuerySet(models.QuerySet):
    """Rows about a trainer: their own, and those of the trainers whom one plans for, who are above or below one's subtrees."""

    def visible_to(self, user, field="person"):
        if not user.is_authenticated:
            return self.none()
        seen = RoleGrant.objects.active().filter(role=Role.TRAINER).filter(line_of(user.scope.paths(*TRAINER_ROLES)))
        return self.filter(Q(**{field: user}) | Q(**{f"{field}__in": seen.values("person_id")}))


class InvitationQuerySet(OfTrainerQuerySet):
    def standing(self):
        """The one of each session that counts: nobody else was asked since."""
        return self.filter(ended_at=None)

    def visible_to(self, user):
        return super().visible_to(user, field="trainer")


def line_of(paths):
    """Return the condition that a grant lies in one of the subtrees at ``paths``, or on the line above it."""
    above = {int(part) for path in paths for part in path.split("/") if part}
    inside = Q(organisation_id__in=above)
    for path in paths:
        inside |= Q(organisation__path__startswith=path)
    return inside


class TrainerProfile(models.Model):
    """What a trainer teaches and how much. ``subjects`` are separated by commas; ``sessions_a_week`` 0 sets no limit."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="trainer_profile")
    subjects = models.CharField(_("subjects"), max_length=300, blank=True)
    sessions_a_week = models.PositiveSmallIntegerField(_("at most, sessions a week (0: no limit)"), default=0)

    objects = OfTrainerQuerySet.as_manager()

    class Meta:
        verbose_name = _("trainer")
        verbose_name_plural = _("trainers")

    def __str__(self):
        return str(self.person_id)


class TrainerAbsence(models.Model):
    """A time in which a trainer cannot teach."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = OfTrainerQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("time away")
        verbose_name_plural = _("times away")
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="absence_ends_after_it_starts")]
        indexes = [models.Index(fields=["person", "starts_at"], name="absence_of_trainer")]

    def __str__(self):
        return f"{self.person_id} {self.starts_at:%Y-%m-%d}"


class TeachingInvitation(models.Model):
    """A trainer is asked to teach a session, and answers; a substitute is asked anew, and the row says for whom and why."""

    session = models.ForeignKey(ClassSession, on_delete=models.PROTECT, related_name="invitations")
    trainer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    state = models.CharField(_("answer"), max_length=10, choices=InvitationState, default=InvitationState.ASKED)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    instead_of = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # someone else teaches it now

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["session", "pk"]
        verbose_name = _("invitation to teach")
        verbose_name_plural = _("invitations to teach")
        constraints = [
            models.UniqueConstraint(fields=["session"], condition=Q(ended_at=None), name="one_invitation_a_session"),
        ]

    def __str__(self):
        return f"{self.session_id} {self.trainer_id} {self.state}"
