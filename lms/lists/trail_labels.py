"""The verbs of lists in words."""

from django.utils.translation import gettext_lazy as _

from lms.audit.labels import register, register_details
from lms.lists.enums import EndedBy, Every, Form
from lms.lists.registry import KINDS


class _Lists:
    """The lists as choices: a key and what it is called."""

    values = KINDS

    def __call__(self, key):
        return KINDS[key]


register(_("Lists and reports"), {
    "list.export": _("exported a list"),
    "filter.save": _("saved a filter"),
    "filter.remove": _("removed a saved filter"),
    "schedule.make": _("scheduled a report"),
    "schedule.pause": _("paused a scheduled report"),
    "schedule.resume": _("resumed a scheduled report"),
    "schedule.end": _("ended a scheduled report"),
})
register_details(
    {"list": _("list"), "filters": _("filters"), "format": _("format"), "file_sha256": _("checksum of the file"),
     "every": _("how often"), "why": _("why")},
    {"list": _Lists(), "format": Form, "every": Every, "why": EndedBy},
)
