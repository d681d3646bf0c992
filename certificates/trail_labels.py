"""The verbs of certificates in words."""

from django.utils.translation import gettext_lazy as _

from lms.audit.labels import register, register_details

register(_("Certificates"), {
    "certificate.issue": _("issued a certificate"),
    "certificate.revoke": _("revoked a certificate"),
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
})
register_details({
    "title": _("name"), "version": _("version"), "certificates": _("certificates"), "first": _("first"), "last": _("last"),
})
