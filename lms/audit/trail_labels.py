"""The verbs of the trail itself in words."""

from django.utils.translation import gettext_lazy as _

from lms.audit.labels import register, register_details

register(_("Audit trail"), {
    "audit.purge": _("removed lines of the audit trail whose time was over"),
})
register_details({"lines": _("lines"), "months": _("months"), "digest": _("fingerprint")})
