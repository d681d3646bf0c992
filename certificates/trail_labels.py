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
    "certificate_template.create": _("made a certificate template"),
    "certificate_template.save": _("saved a version of a certificate template"),
    "certificate_template.rename": _("renamed a certificate template"),
    "certificate_template.standard": _("made a certificate template the usual one"),
    "certificate_template.retire": _("retired a certificate template"),
    "certificate_template.revive": _("brought a certificate template back"),
    "certificate_image.keep": _("added a picture for certificates"),
    "certificate_image.retire": _("retired a picture for certificates"),
    "certificate_image.revive": _("brought a picture for certificates back"),
    "certificate.print": _("put certificates into one file to print"),
    "certificate.register_export": _("exported a register of certificate numbers"),
    "number_pattern.save": _("changed how certificates are numbered"),
})
register_details({
    "title": _("name"), "version": _("version"), "certificates": _("certificates"), "first": _("first"), "last": _("last"),
    "replaced_by": _("replaced by"), "with_name": _("with the whole name"), "pattern": _("pattern"), "before": _("before"),
})
