"""The verbs of connected systems in words."""

from django.utils.translation import gettext_lazy as _

from lms.api.registry import WORDS
from lms.audit.labels import register, register_details

register(_("Connected systems"), {
    "api.create_token": _("made a token for another system"),
    "api.revoke_token": _("revoked the token of another system"),
    "api.read": _("another system began to read on this day"),
})
register_details({
    "resources": _("what it may read"), "resource": _("what was read"), "telephones": _("with telephone numbers"),
}, {"resources": WORDS, "resource": WORDS})
