"""The verbs of certificates in words."""

from django.utils.translation import gettext_lazy as _

from lms.audit.labels import register, register_details

register(_("Certificates"), {
    "certificate.issue": _("issued a certificate"),
    "certificate.revoke": _("revoked a certificate"),
    "certificate.supersede": _("replaced a certificate by a corrected one"),
    "certificate.void": _("declared the number of a certificate void"),
    "certificate.share": _("shared a certificate by a link"),
    "certificate.unshare": _("withdrew the link to a certificate"),
    "certificate.ask_review": _("put a certificate up for review"),
    "certificate.let_stand": _("let a certificate stand after review"),
    "certificate.print": _("put certificates into one file to print"),
    "certificate.register_export": _("exported a register of certificate numbers"),
    "number_pattern.save": _("changed how certificates are numbered"),
})
register_details({
    "certificates": _("certificates"), "first": _("first"), "last": _("last"), "replaced_by": _("replaced by"),
    "with_name": _("with the whole name"), "pattern": _("pattern"), "before": _("before"),
})
