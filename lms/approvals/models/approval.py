from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.approvals.enums import ApprovalState
from lms.approvals.registry import KINDS
from lms.people.enums import Role
from lms.people.matrix import roles_of
from lms.people.models import Organisation


def _decidable_by(user):
    """Return the condition of rows about whose kind and organisation ``user`` decides; never about themselves."""
    inside = Q(pk__in=[])
    for kind in KINDS.values():
        for path in user.scope.paths(*roles_of(kind.decide)):
            inside |= Q(kind=kind.key, organisation__path__startswith=path)
    return inside & (Q(person=None) | ~Q(person=user))


class ApprovalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What one asked for, what one decides about, and for an auditor all of the own subtree; never what is about oneself."""
        if not user.is_authenticated:
            return self.none()
        seen = Q(requested_by=user) | _decidable_by(user)
        for path in user.scope.paths(Role.AUDITOR):
            seen |= Q(organisation__path__startswith=path) & (Q(person=None) | ~Q(person=user))
        return self.filter(seen)

    def waiting(self):
        return self.filter(state=ApprovalState.WAITING)

    def waiting_for(self, user):
        """Those that wait and that the user may decide: never what they asked for, or what is about them."""
        return self.waiting().filter(_decidable_by(user), expires_at__gt=timezone.now()).exclude(requested_by=user)


class Approval(models.Model):
    """Something that one person asked for and another decides. Written by ``lms.approvals.actions``.

    ``kind`` (``lms.approvals.registry``) and ``params`` (ids and plain values, never names) say what is done; ``about`` names the
    row in question, for which one request waits at a time; ``subject`` is its title where it is not a person. ``organisation``
    is whose administrators decide, ``person`` whose record it is.
    """

    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=100)
    subject = models.CharField(_("what it is about"), max_length=200, blank=True)
    params = models.JSONField(default=dict)
    organisation = models.ForeignKey(Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ApprovalState, default=ApprovalState.WAITING)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), on_delete=models.PROTECT, related_name="approvals_asked"
    )
    requested_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=200, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        verbose_name = _("approval by a second person")
        verbose_name_plural = _("approvals by a second person")
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("requested_by")), name="approval_by_another"
            ),
            models.CheckConstraint(
                condition=Q(person=None) | ~Q(requested_by=F("person")), name="approval_asked_by_another"
            ),
            models.CheckConstraint(
                condition=Q(person=None) | Q(decided_by=None) | ~Q(decided_by=F("person")), name="approval_not_of_oneself"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "declined"]) | ~Q(decided_by=None), name="approval_decided_by_somebody"
            ),
            models.UniqueConstraint(
                fields=["kind", "about"], condition=Q(state=ApprovalState.WAITING), name="approval_waits_once"
            ),
        ]
        indexes = [models.Index(fields=["state", "expires_at"], name="approval_state")]

    def __str__(self):
        return f"{self.kind} {self.about}"

    @property
    def label(self):
        return KINDS[self.kind].label if self.kind in KINDS else self.kind

    @property
    def icon(self):
        return KINDS[self.kind].icon if self.kind in KINDS else "users"

    @property
    def title(self):
        """What it is and whom or what it is about, in the reader's language."""
        name = self.person.name if self.person_id else ""
        return " · ".join(part for part in (str(self.label), name, self.subject) if part)

    def is_over(self, now):
        """Tell whether it can no longer be decided, be it marked so by now or not."""
        return self.state == ApprovalState.EXPIRED or (self.state == ApprovalState.WAITING and self.expires_at <= now)
