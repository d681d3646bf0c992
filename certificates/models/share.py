from django.db import models
from django.db.models import Q
from django.utils import timezone

from .certificate import Certificate, new_code


class CertificateShareQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A link is its owner's business alone."""
        return self.filter(certificate__person=user) if user.is_authenticated else self.none()

    def active(self):
        return self.filter(withdrawn_at=None)


class CertificateShare(models.Model):
    """A link to a certificate that its owner gives away, and can withdraw; one a certificate at a time."""

    certificate = models.ForeignKey(Certificate, on_delete=models.CASCADE, related_name="shares")
    token = models.CharField(max_length=30, unique=True, default=new_code, editable=False)
    with_name = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = CertificateShareQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["certificate"], condition=Q(withdrawn_at=None), name="certificate_shared_once"),
        ]

    def __str__(self):
        return f"{self.certificate_id} {self.created_at:%Y-%m-%d}"
