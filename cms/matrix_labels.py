"""The rows of this app's ``matrix.toml`` in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.people.matrix import name_rows

name_rows(_("Content"), {
    "content-edit": pgettext_lazy("may", "write pages and submit them"),
    "content-approve": pgettext_lazy("may", "approve what one's school submits"),
    "content-open": pgettext_lazy("may", "enter the editor"),
})
