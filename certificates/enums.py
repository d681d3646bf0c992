from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CertificateKind(TextChoices):
    COMPLETION = "completion", _("Certificate of completion")
