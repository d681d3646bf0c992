"""The verbs of operation in words."""

from django.utils.translation import gettext_lazy as _

from lms.audit.labels import register

register(_("Operation"), {"operator.make": _("made the account of a system operator")})
