"""The account of whoever runs the machine."""

from django.db import transaction

from lms.audit.trail import record
from lms.people.actions import create_person


@transaction.atomic
def make_operator(*, actor, username, name, password):
    """Make the account: it has no role, and so sees nobody's rows; it opens the status page."""
    person = create_person(actor=actor, name=name, username=username)
    person.is_superuser = True
    person.set_password(password)
    person.save(update_fields=["is_superuser", "password"])
    record(actor=actor, verb="operator.make", target=person)
    return person
