from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """Ways out of the system; in the system itself a notice is enough."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")


class DeliveryState(TextChoices):
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
