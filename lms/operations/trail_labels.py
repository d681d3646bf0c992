"""The verbs of operation in words."""

from django.utils.translation import gettext_lazy as _

from lms.audit.labels import register, register_details

register(_("Operation"), {
    "operator.make": _("made the account of a system operator"),
    "clock.step": _("noticed that the clock of the server was set back"),
    "keys.rotate": _("changed the keys of personal data"),
    "retention.remove": _("removed what was kept long enough"),
})
register_details({
    "sealed": _("encrypted anew"), "hashed": _("looked up by another key"), "dropped": _("keys taken out"),
    "what": _("what"), "removed": _("removed"), "seconds": _("seconds"),
})
