"""The verbs of certificates in words."""

from django.utils.translation import gettext_lazy as _

from lms.audit.labels import register, register_details

register(_("Certificates"), {
    "certificate.issue": _("issued a certificate"),
    "certificate.revoke": _("revoked a certificate"),
})
register_details({"certificates": _("certificates"), "first": _("first"), "last": _("last")})
