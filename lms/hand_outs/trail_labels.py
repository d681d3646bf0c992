"""The verbs of files handed out in words."""

from django.utils.translation import gettext_lazy as _

from lms.audit.labels import register, register_details

register(_("Files handed out"), {
    "hand_out.ask": _("asked for a file with personal data"),
    # Earlier versions wrote these two; now they are a second person's.
    "hand_out.approve": _("approved a file with personal data"),
    "hand_out.decline": _("declined a file with personal data"),
    "hand_out.make": _("made a file with personal data"),
    "hand_out.download": _("downloaded a file with personal data"),
    "hand_out.expire": _("removed an expired file"),
})
register_details({
    "purpose": _("purpose"), "recipient": _("recipient"), "file_sha256": _("checksum of the file"), "people": _("people"),
})
