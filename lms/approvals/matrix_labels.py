"""The rows of this app's ``matrix.toml`` in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.people.matrix import name_rows

name_rows(_("Second person"), {
    "approval-view": pgettext_lazy("may", "see what waits for a second person"),
    "approval-decide": pgettext_lazy("may", "decide what another asked for (who decides what: see each row with “a”)"),
    "approval-withdraw": pgettext_lazy("may", "take back what one asked for"),
})
