"""The verbs of messages in words."""

from django.utils.translation import gettext_lazy as _

from lms.audit.labels import register

register(_("Messages"), {"delivery.again": _("sent a message again")})
