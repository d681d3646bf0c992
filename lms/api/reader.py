"""With whose eyes a token reads."""

from lms.people.enums import Role
from lms.people.models import Person
from lms.people.rules.scope import Grant, Scope

NOBODY = 0  # a key that no person has: nothing is a token's own


def reader_of(token):
    """Return whom every ``visible_to`` is asked for: someone who sees what auditor and liaison of the token's subtree see.

    An auditor sees what was organised there, a liaison where its people learn elsewhere. It is no account, is never saved,
    and is asked for no verb of ``lms.people.access``.
    """
    path = token.organisation.path
    reader = Person(pk=NOBODY)
    reader.scope = Scope((Grant(Role.AUDITOR, path), Grant(Role.LIAISON, path)))
    reader.own_organisation_ids = []
    return reader
