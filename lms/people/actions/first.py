"""Whom an empty installation begins with."""

from django.conf import settings
from django.db import transaction

from lms.people.actions.organisations import create_organisation
from lms.people.actions.people import create_person, grant_role
from lms.people.enums import OrganisationKind, Role
from lms.people.models import Organisation


@transaction.atomic
def make_administrator(*, actor, username, name, password):
    """Make a district administrator with this password, and the district itself where there is none; return the person."""
    district = Organisation.objects.filter(kind=OrganisationKind.DISTRICT).first()
    if district is None:
        district = create_organisation(actor=actor, parent=None, name=settings.DISTRICT_NAME, kind=OrganisationKind.DISTRICT)
    person = create_person(actor=actor, name=name, username=username)
    person.set_password(password)
    person.save(update_fields=["password"])
    grant_role(actor=actor, person=person, role=Role.DISTRICT, organisation=district)
    return person
