from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.enums import Role

from .organisation import Organisation
from .person import Person


class RoleGrantQuerySet(models.QuerySet):
    def active(self, day=None):
        """Grants that hold on ``day`` (today when it is not given)."""
        day = day or timezone.localdate()
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def not_ended(self, day=None):
        """Grants that hold on ``day`` or will hold later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day or timezone.localdate()))

    def visible_to(self, user):
        """One's own, and those on the subtrees that the user administers or audits."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(person=user)
        for path in user.scope.paths(Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR):
            inside |= Q(organisation__path__startswith=path)
        return self.filter(inside)


class RoleGrant(models.Model):
    """A person holds a role on an organisation and everything below it, from a day to a day."""

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=12, choices=[(r.value, r.label) for r in Role if r != Role.LEARNER])
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation and all below it"), on_delete=models.PROTECT, related_name="grants"
    )
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    granted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ["role", "organisation__path", "pk"]
        verbose_name = _("role grant")
        verbose_name_plural = _("role grants")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "organisation"], condition=Q(ends_on=None), name="role_granted_once"
            )
        ]

    def __str__(self):
        return f"{self.person_id} {self.role} @ {self.organisation_id}"
