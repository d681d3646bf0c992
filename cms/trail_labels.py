"""The verbs of pages and editors in words."""

from django.utils.translation import gettext_lazy as _

from lms.audit.labels import register, register_details

register(_("Pages and editors"), {
    "content.duplicate": _("duplicated a course as next year's"),
    "content.moderation": _("set up the approval of pages"),
    "content.export": _("exported a course"),
    "content.import": _("imported a course"),
    "content.build": _("built the demonstration's pages"),
    "editor.sync": _("adjusted what an editor reaches"),
})
register_details({"pages": _("pages"), "from": _("copied from page"), "workflow": _("workflow")})
