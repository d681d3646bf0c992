import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.audit.marks import mark_of


def new_key():
    """Return a random key, so that two lines that say the same differ."""
    return secrets.token_hex(8)


class Immutable(Exception):
    """The trail is only ever added to."""


class AuditEntryQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise Immutable

    def bulk_update(self, *args, **kwargs):
        raise Immutable

    def delete(self):
        raise Immutable

    def bulk_create(self, objs, *args, **kwargs):
        for entry in objs:
            entry.mark = mark_of(entry)
        return super().bulk_create(objs, *args, **kwargs)

    def visible_to(self, user):
        """Auditors and district administrators read the whole trail; a sub-district its own; others their own acts."""
        if not user.is_authenticated:
            return self.none()
        if user.scope.sees_everything:
            return self.all()  # lines that concern no organisation as well
        paths = user.scope.paths("auditor", "district", "subdistrict")
        mine = models.Q(actor=user)
        for path in paths:
            mine |= models.Q(organisation_path__startswith=path)
        return self.filter(mine)


class AuditEntry(models.Model):
    """One thing that someone did. Written by :func:`lms.audit.record` only; never edited.

    ``detail`` holds identifiers, counts and changed field names, not names or telephone numbers. ``mark`` shows that the
    product wrote the line; its place in the chain is its ``AuditSeal``.
    """

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    verb = models.CharField(_("what"), max_length=60, db_index=True)
    target_type = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=64, blank=True)
    organisation_path = models.CharField(max_length=120, blank=True, db_index=True)
    detail = models.JSONField(default=dict, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    key = models.CharField(max_length=16, default=new_key, editable=False)
    mark = models.CharField(max_length=64, default="", editable=False)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = [models.Index(fields=["target_type", "target_id"], name="audit_target")]

    def __str__(self):
        return f"{self.verb} {self.target_type}:{self.target_id}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise Immutable
        self.mark = mark_of(self)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Immutable
