"""The rows of this app's ``matrix.toml`` in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.people.matrix import name_rows

name_rows(_("Files handed out"), {
    "hand-out-view": pgettext_lazy("may", "see files that were asked for"),
    "hand-out-decide": pgettext_lazy("may", "approve what another asked for"),
    "hand-out-fetch": pgettext_lazy("may", "fetch the file one asked for oneself"),
})
