"""The verbs of operation in words."""

from django.utils.translation import gettext_lazy as _

from lms.audit.labels import register, register_details

register(_("Operation"), {
    "operator.make": _("made the account of a system operator"),
    "clock.step": _("noticed that the clock of the server was set back"),
})

register_details({"seconds": _("seconds")})
