from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CertificateKind(TextChoices):
    COMPLETION = "completion", _("Certificate of completion")
    EXCELLENT = "excellent", _("Excellent trainee")
    TEACHING = "teaching", _("Certificate of teaching")
    ATTENDANCE = "attendance", _("Certificate of attendance")
    SERIES = "series", _("Certificate of a course series")


class ImageRole(TextChoices):
    """What a picture is in a template. Seals and signatures are placed by whoever has the right to."""

    BACKGROUND = "background", _("Background")
    BORDER = "border", _("Border")
    LOGO = "logo", _("Emblem")
    SEAL = "seal", _("Seal")
    SIGNATURE = "signature", _("Signature")


class CertificateState(TextChoices):
    """What a certificate is worth today. ``REVIEW`` is valid still; a ``VOID`` one never counted."""

    VALID = "valid", _("Valid")
    REVIEW = "review", _("Under review")
    REVOKED = "revoked", _("Revoked")
    SUPERSEDED = "superseded", _("Superseded")
    VOID = "void", _("Void")


class CertificateObstacle(TextChoices):
    """Why someone who deserves a certificate is issued none now."""

    HAS = "has", _("has one already")
    OWN = "own", _("your own: somebody else issues it")
    ERASED = "erased", _("erased: there is no name left")
    UNPRINTABLE = "unprintable", _("no installed font can print it")


HOLDS = (CertificateState.VALID, CertificateState.REVIEW)
