from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CertificateKind(TextChoices):
    COMPLETION = "completion", _("Certificate of completion")


class CertificateState(TextChoices):
    """What a certificate is worth today. ``REVIEW`` is valid still; a ``VOID`` one never counted."""

    VALID = "valid", _("Valid")
    REVIEW = "review", _("Under review")
    REVOKED = "revoked", _("Revoked")
    SUPERSEDED = "superseded", _("Superseded")
    VOID = "void", _("Void")


HOLDS = (CertificateState.VALID, CertificateState.REVIEW)
