"""``manage.py make_administrator``: the first administrators of a district, whom nobody at the desk can name yet."""

import os
from getpass import getpass

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from lms.people import actions
from lms.people.backends import find_person
from lms.people.enums import OrganisationKind, Role
from lms.people.models import Organisation, Person


class Command(BaseCommand):
    help = (
        "Give a person the role of a district administrator, without a second person. Who has no account yet is made one with "
        "--name; the password is asked for, or taken from ADMINISTRATOR_PASSWORD."
    )

    def add_arguments(self, parser):
        parser.add_argument("username", help="user name, telephone or staff number")
        parser.add_argument("--name", help="the name of somebody who has no account yet")

    def handle(self, *args, **options):
        person = find_person(options["username"])
        if person is None and not options["name"]:
            raise CommandError(f"There is no person {options['username']!r}. Make an account with --name.")
        with transaction.atomic():
            person = person or self._account(options["username"], options["name"])
            actions.grant_role(actor=None, person=person, role=Role.DISTRICT, organisation=self._district())
        self.stdout.write(f"{options['username']!r} is a district administrator and may sign in.")

    def _account(self, username, name):
        password = os.environ.get("ADMINISTRATOR_PASSWORD") or getpass("Password: ")
        try:
            validate_password(password, Person(username=username, name=name))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        person = actions.create_person(actor=None, name=name, username=username)
        actions.set_password(person=person, password=password)
        return person

    def _district(self):
        """Return the root of the tree of organisations; where there is none yet, it is made."""
        return Organisation.objects.filter(parent=None).first() or actions.create_organisation(
            actor=None, parent=None, name=settings.DISTRICT_NAME, kind=OrganisationKind.DISTRICT)
