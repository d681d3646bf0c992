"""The verbs of accounts, people, organisations, roles and rosters in words."""

from django.utils.translation import gettext_lazy as _

from lms.audit.labels import register, register_details
from lms.people.enums import Position, Role, SessionLimit

register(_("Signing in"), {
    "account.sign_in": _("signed in"),
    "account.sign_out": _("signed out"),
    "account.sign_in_refused": _("sign-in refused"),
    "account.locked_out": _("account locked after failed sign-ins"),
    "account.slowed": _("sign-in refused to a network where too many failed"),
    "account.session_over": _("signed out because the time was over"),
    "account.end_session": _("ended a sign-in on another device"),
    "account.end_sessions": _("ended all other sign-ins"),
    "account.own_copy": _("took a copy of their own data"),
    "second_factor.begin": _("began to set up a second factor"),
    "second_factor.on": _("set up a second factor"),
    "second_factor.off": _("took the second factor off"),
    "second_factor.refused": _("code of the second factor refused"),
    "second_factor.paused": _("second factor paused after wrong codes"),
    "second_factor.recovery": _("used a recovery code"),
    "second_factor.new_codes": _("made new recovery codes"),
    "second_factor.reset": _("reset the second factor of someone"),
    "person.first_code": _("issued a first sign-in code"),
    "person.first_codes": _("issued first sign-in codes for an organisation"),
    "person.set_password": _("set a password"),
})
register(_("People"), {
    "person.create": _("entered a person"),
    "person.edit": _("corrected a person's data"),
    "person.appoint": _("entered a post"),
    "person.end_appointment": _("ended a post"),
    "person.erase": _("erased a person"),
    "person.reveal": _("looked at a telephone number"),
    "person.export": _("exported a list of people"),
    "organisation.create": _("entered an organisation"),
    "organisation.change": _("changed an organisation"),
})
register(_("Roles"), {
    "grant.give": _("gave a role"),
    "grant.end": _("ended a role"),
})
register(_("Rosters"), {
    "roster.upload": _("uploaded a roster"),
    "roster.map": _("assigned a roster's columns"),
    "roster.apply": _("imported a roster"),
    "roster.undo": _("undid the import of a roster"),
    "roster.discard": _("discarded a roster"),
})
register_details({
    "changed": _("changed"), "fields": _("changed"), "groups": _("groups"), "people": _("people"), "person": _("person"),
    "position": _("position"), "role": _("role"), "rows": _("rows"), "files": _("files"), "bytes": _("bytes"),
    "read": _("read"), "created": _("created"), "updated": _("updated"), "unchanged": _("unchanged"),
    "refused": _("refused"), "kind": _("kind"), "number": _("number"), "closed": _("closed"), "restored": _("restored"),
    "limit": _("limit"), "emptied": _("emptied"),
}, {"position": Position, "role": Role, "limit": SessionLimit})
