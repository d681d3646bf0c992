"""The verbs of approvals in words."""

from django.utils.translation import gettext_lazy as _

from lms.audit.labels import register, register_details

register(_("Second person"), {
    "approval.ask": _("asked for a second person's approval"),
    "approval.approve": _("approved as the second person"),
    "approval.decline": _("declined as the second person"),
    "approval.withdraw": _("took a request for approval back"),
    "approval.expire": _("a request for approval was not decided in time"),
})
register_details({"kind_of_approval": _("what is approved"), "asked_by": _("asked by"), "about": _("about")})
