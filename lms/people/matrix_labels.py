"""The rows of this app's ``matrix.toml`` in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.people.matrix import name_rows

name_rows(_("Organisations"), {
    "organisation-view": pgettext_lazy("may", "see the tree of organisations"),
    "organisation-edit": pgettext_lazy("may", "create and change organisations"),
    "organisation-reserves": pgettext_lazy("may", "see an organisation's reserves"),
})
name_rows(_("Accounts"), {
    "account-own": pgettext_lazy("may", "one's own account, password, sign-ins and copy of data"),
    "account-invite-all": pgettext_lazy("may", "issue first codes for an organisation"),
    "account-invite": pgettext_lazy("may", "issue a first code for a person"),
    "account-reset-factor": pgettext_lazy("may", "reset a person's second factor"),
})
name_rows(_("People"), {
    "person-view": pgettext_lazy("may", "see people"),
    "person-create": pgettext_lazy("may", "enter a person"),
    "person-export": pgettext_lazy("may", "export the list of people"),
    "person-edit": pgettext_lazy("may", "change details and posts"),
    "person-erase": pgettext_lazy("may", "erase a person"),
    "person-decide-erase": pgettext_lazy("may", "decide about erasing a person"),
    "person-end-post": pgettext_lazy("may", "end a post"),
    "person-reveal": pgettext_lazy("may", "show a telephone number in full"),
})
name_rows(_("Roles"), {
    "grant-view": pgettext_lazy("may", "see who holds which role"),
    "matrix-view": pgettext_lazy("may", "see who may do what"),
    "grant-choose": pgettext_lazy("may", "choose a person for a role"),
    "grant-give": pgettext_lazy("may", "give a role (a second person: for administrators and auditors)"),
    "grant-decide": pgettext_lazy("may", "decide about giving an administrator's role"),
    "grant-end": pgettext_lazy("may", "end a role"),
})
name_rows(_("Rosters"), {
    "roster-import": pgettext_lazy("may", "import rosters, confirm and undo"),
    "roster-log": pgettext_lazy("may", "see what was imported"),
})
name_rows(_("Audit trail"), {
    "trail-read": pgettext_lazy("may", "read the trail"),
    "trail-export": pgettext_lazy("may", "export the trail"),
})
