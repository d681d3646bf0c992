"""The rows of this app's ``matrix.toml`` in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.people.matrix import name_rows

name_rows(_("Connected systems"), {
    "token-view": pgettext_lazy("may", "see which systems are connected"),
    "token-create": pgettext_lazy("may", "connect a system"),
    "token-revoke": pgettext_lazy("may", "revoke a system's token"),
})
