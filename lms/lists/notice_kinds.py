"""What the notices of scheduled reports say."""

from django.utils.translation import gettext_lazy as _

from lms.notices.kinds import register

register("report.ready", text=_("Your scheduled report “%(title)s” is ready. It can be fetched for seven days."),
         icon="file-check")
register("report.stopped", text=_(
    "Your scheduled report “%(title)s” has ended: you no longer have the right to this list. Ask the administrator of your "
    "organisation if you still need it."
), icon="calendar-x")
