"""The verbs of pages and editors in words."""

from django.utils.translation import gettext_lazy as _

from lms.audit.labels import register

register(_("Pages and editors"), {
    "content.build": _("built the demonstration's pages"),
    "editor.sync": _("adjusted what an editor reaches"),
})
