"""The rows of this app's ``matrix.toml`` in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.people.matrix import name_rows

name_rows(_("Messages"), {
    "message-failed": pgettext_lazy("may", "see failed messages and send them again"),
})
