from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SealQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever audits everything reads how the lines hang together."""
        return self.all() if user.is_authenticated and user.scope.sees_everything else self.none()


class AuditSeal(models.Model):
    """The place of one line in the chain. ``position`` counts from 1 without a gap; see ``rules.chain`` for the hashes.

    ``genuine`` tells whether the line bore the product's mark when it was sealed. ``entry`` is the line's id: it is no
    foreign key, so that a line that was removed is missed.
    """

    position = models.BigIntegerField(primary_key=True)
    entry = models.BigIntegerField(unique=True)
    content = models.CharField(max_length=64)
    genuine = models.BooleanField()
    digest = models.CharField(max_length=64)

    objects = SealQuerySet.as_manager()

    class Meta:
        ordering = ["position"]

    def __str__(self):
        return f"{self.position} {self.digest[:12]}"


class AuditChain(models.Model):
    """The end of the chain, one row (``pk`` 1): whoever seals locks it. Lines up to ``unmarked`` were written before there
    were marks."""

    position = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64)
    unmarked = models.BigIntegerField(default=0)

    objects = SealQuerySet.as_manager()

    def __str__(self):
        return f"{self.position} {self.digest[:12]}"


class AuditCheckpoint(models.Model):
    """Lines up to ``position`` were removed because their time was over; what is left is checked from ``digest`` on."""

    position = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    entries = models.PositiveIntegerField()
    made_at = models.DateTimeField(_("at"), default=timezone.now)

    objects = SealQuerySet.as_manager()

    class Meta:
        ordering = ["position"]

    def __str__(self):
        return f"{self.position} {self.made_at:%Y-%m-%d}"
