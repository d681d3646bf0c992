"""The verbs of certificates in words."""

from django.utils.translation import gettext_lazy as _

from lms.audit.labels import register, register_details

register(_("Certificates"), {
    "certificate.issue": _("issued a certificate"),
    "certificate.revoke": _("revoked a certificate"),
    "certificate.ask_review": _("put a certificate up for review"),
    "certificate.let_stand": _("let a certificate stand after review"),
})
register_details({"certificates": _("certificates"), "first": _("first"), "last": _("last")})
