from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class HandOutState(TextChoices):
    """Where a file stands; the file itself exists only while it is ``READY``."""

    APPROVED = "approved", pgettext_lazy("file handed out", "Being made")
    READY = "ready", pgettext_lazy("file handed out", "Ready")
    EXPIRED = "expired", pgettext_lazy("file handed out", "Expired")
